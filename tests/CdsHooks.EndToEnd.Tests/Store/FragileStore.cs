using System.Data.Common;
using CdsHooks.Service.Tests.Infrastructure;

namespace CdsHooks.EndToEnd.Tests.Store;

/// <summary>A store and what can happen to it.</summary>
internal abstract class FragileStore : IAsyncDisposable
{
    public abstract string ConnectionString { get; }

    /// <summary>Makes a fault.</summary>
    /// <param name="fault">Its name.</param>
    /// <param name="service">The service that uses the store.</param>
    public abstract Task BreakAsync(string fault, ServiceProcess service);

    /// <summary>Takes the fault away.</summary>
    public abstract Task MendAsync(string fault, ServiceProcess service);

    public abstract ValueTask DisposeAsync();

    /// <summary>Reads the cards that the store has feedback about.</summary>
    public async Task<ISet<string>> CardsAsync()
    {
        await using var connection = await OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT card FROM feedback";
        await using var reader = await command.ExecuteReaderAsync();
        HashSet<string> cards = new(StringComparer.Ordinal);
        while (await reader.ReadAsync())
        {
            cards.Add(reader.GetString(0));
        }

        return cards;
    }

    /// <summary>Opens a connection beside the service.</summary>
    protected abstract Task<DbConnection> OpenAsync();
}
