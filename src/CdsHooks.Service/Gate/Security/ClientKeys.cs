using System.Collections.Concurrent;
using CdsHooks.Service.Gate.Clients;
using CdsHooks.Service.Gate.Keys;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace CdsHooks.Service.Gate.Security;

/// <summary>The keys of the registered clients: one <see cref="KeySet"/> for each file or address, for the life of the process.</summary>
internal sealed class ClientKeys(IOptions<SecurityOptions> options, TimeProvider clock) : IDisposable
{
    private readonly ConcurrentDictionary<(RegisteredClientOptions Client, string Place), Lazy<(KeySet Keys, IKeySource Source)>> _sets = new();

    /// <summary>Determines whether a client's token may name a JWK Set, without fetching anything.</summary>
    public static bool MayName(RegisteredClientOptions client, string? address) =>
        address is null || client.JwksUrls.Contains(address, StringComparer.Ordinal);

    /// <summary>Finds the keys of a client by key id.</summary>
    /// <param name="client">The client.</param>
    /// <param name="address">The JWK Set that the token names, one of the client's; or null.</param>
    /// <param name="keyId">The key's id.</param>
    /// <param name="cancellationToken">Cancelled when the client disconnects.</param>
    /// <returns>The keys with this id; null when the client's keys are unavailable.</returns>
    public ValueTask<IReadOnlyList<JsonWebKey>?> FindAsync(RegisteredClientOptions client, string? address, string keyId, CancellationToken cancellationToken)
    {
        var place = IsFile(client) ? client.JwksFile! : address ?? client.JwksUrls[0];
        return _sets.GetOrAdd((client, place), key => new(() => NewSet(key.Client, key.Place))).Value.Keys.FindAsync(keyId, cancellationToken);
    }

    public void Dispose()
    {
        foreach (var set in _sets.Values.Where(set => set.IsValueCreated))
        {
            (set.Value.Source as IDisposable)?.Dispose();
        }
    }

    private static bool IsFile(RegisteredClientOptions client) => !string.IsNullOrEmpty(client.JwksFile);

    private (KeySet Keys, IKeySource Source) NewSet(RegisteredClientOptions client, string place)
    {
        IKeySource source = IsFile(client) ? new KeyFile(place) : new KeyAddress(new Uri(place), client.AllowPrivateJwksAddress);
        return (new KeySet(source, clock, TimeSpan.FromMinutes(options.Value.MaxKeySetMinutes)), source);
    }
}
