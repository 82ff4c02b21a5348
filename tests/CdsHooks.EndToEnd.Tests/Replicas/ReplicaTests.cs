using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using CdsHooks.EndToEnd.Tests.Store;
using CdsHooks.Service.Tests.Infrastructure;
using Npgsql;
using Xunit;

namespace CdsHooks.EndToEnd.Tests.Replicas;

/// <summary>Three processes of the service behind nginx on one PostgreSQL, replaced one by one under load.</summary>
public sealed class ReplicaTests(PostgreSqlServer server, ITestOutputHelper output) : IClassFixture<PostgreSqlServer>
{
    private const int Replicas = 3;
    private const int Senders = 6;

    private readonly ConcurrentBag<string> _acknowledged = [];
    private readonly ConcurrentBag<string> _failures = [];
    private int _calls;
    private int _repeated;

    [Fact]
    public async Task Three_replicas_that_are_replaced_one_by_one_fail_no_call_lose_no_feedback_and_accept_no_token_twice()
    {
        var database = await server.NewDatabaseAsync();
        await using var ehr = new Ehr();
        await using var fleet = new Fleet(ehr.Settings(database, ("Hosting:DrainSeconds", "3"), ("Store:TokenUseMilliseconds", "5000"), ("Proxy:TrustedAddresses:0", "127.0.0.1")));
        await fleet.StartAsync(Replicas);
        using var over = new CancellationTokenSource();
        var load = Enumerable.Range(0, Senders).Select(sender => SendAsync(ehr, fleet, sender, over.Token)).ToList();

        var before = 0;
        foreach (var old in fleet.Replicas)
        {
            await SeeCallsAsync(before += 50);
            await fleet.AddAsync();
            await fleet.SeeAllUsedAsync();
            await fleet.StopAsync(old);
        }

        await SeeCallsAsync(_calls + 50);
        await over.CancelAsync();
        await Task.WhenAll(load);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{_calls} calls, {_repeated} repeated tokens, {_acknowledged.Count} acknowledged feedback entries, {_failures.Count} failures"));

        Assert.Empty(_failures);
        Assert.NotEqual(0, _repeated);
        Assert.Superset(_acknowledged.ToHashSet(StringComparer.Ordinal), await CardsAsync(database));
        Assert.Contains("503 {\"status\":\"stopping\"}", fleet.Seen, StringComparer.Ordinal);
        Assert.DoesNotContain(fleet.Seen, report => report.Contains("degraded", StringComparison.Ordinal));
        Assert.DoesNotContain(fleet.Output, line => line.StartsWith("fail:", StringComparison.Ordinal) || line.StartsWith("crit:", StringComparison.Ordinal));
    }

    private async Task SendAsync(Ehr ehr, Fleet fleet, int sender, CancellationToken over)
    {
        for (var round = 0; !over.IsCancellationRequested; round++)
        {
            var token = ehr.Token();
            await CheckAsync("call", HttpStatusCode.OK, () => ehr.CallAsync(fleet.Nginx.Client, token));
            Interlocked.Increment(ref _calls);
            if (await CheckAsync("repeated token", HttpStatusCode.Unauthorized, () => ehr.CallAsync(fleet.Nginx.Client, token)))
            {
                Interlocked.Increment(ref _repeated);
            }

            var card = string.Create(CultureInfo.InvariantCulture, $"0a1b2c3d-{sender:x4}-4000-8000-{round:x12}");
            if (await CheckAsync("feedback", HttpStatusCode.OK, () => SendFeedbackAsync(ehr, fleet, card)))
            {
                _acknowledged.Add(card);
            }
        }
    }

    private async Task<bool> CheckAsync(string what, HttpStatusCode expected, Func<Task<HttpStatusCode>> send)
    {
        try
        {
            if (await send() is var status && status == expected)
            {
                return true;
            }

            _failures.Add($"{what}: {status}");
        }
        catch (HttpRequestException exception)
        {
            _failures.Add($"{what}: {exception.HttpRequestError}");
        }

        return false;
    }

    private static async Task<HttpStatusCode> SendFeedbackAsync(Ehr ehr, Fleet fleet, string card)
    {
        using var response = await ehr.SendFeedbackAsync(fleet.Nginx.Client, [card]);
        return response.StatusCode;
    }

    private async Task SeeCallsAsync(int count) => await Eventually.SeeAsync(() => Task.FromResult(Volatile.Read(ref _calls)), calls => calls >= count || !_failures.IsEmpty);

    /// <summary>Reads the cards that the store has feedback about.</summary>
    private static async Task<ISet<string>> CardsAsync(string database)
    {
        await using NpgsqlConnection connection = new($"{database};Pooling=false");
        await connection.OpenAsync();
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
}
