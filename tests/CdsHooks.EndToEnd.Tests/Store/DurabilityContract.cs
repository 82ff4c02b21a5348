using System.Net;
using System.Text.Json;
using CdsHooks.Service.Tests.Infrastructure;
using Xunit;

namespace CdsHooks.EndToEnd.Tests.Store;

/// <summary>
/// The service as a process, under load, with a store to which something happens: what was acknowledged is in the store, calls are answered,
/// readiness says so and comes back by itself.
/// </summary>
public abstract class DurabilityContract
{
    private const int Some = 20;

    /// <summary>The time that the service waits for its store: short, since each test waits for it.</summary>
    private static readonly (string Name, string Value)[] Times = [("Store:CommandMilliseconds", "2000"), ("Store:TokenUseMilliseconds", "250")];

    /// <summary>Makes an empty store.</summary>
    private protected abstract Task<FragileStore> NewStoreAsync();

    [Fact]
    public async Task What_was_acknowledged_survives_the_service_being_killed()
    {
        await using var store = await NewStoreAsync();
        await using var ehr = new Ehr();
        var settings = ehr.Settings(store.ConnectionString, ("Store:TokenUseMilliseconds", "5000"));
        var token = ehr.Token();
        IReadOnlyCollection<string> acknowledged;
        await using (var service = new ServiceProcess(settings))
        {
            await service.InitializeAsync();
            await using var load = new Load(ehr, service);
            await load.SeeFeedbackTakenAsync(10 * Some);
            Assert.Equal(HttpStatusCode.OK, await ehr.CallAsync(service, token));
            await service.KillAsync();
            await load.StopAsync();
            acknowledged = load.Acknowledged;
        }

        Assert.Superset(acknowledged.ToHashSet(StringComparer.Ordinal), await store.CardsAsync());
        await using var next = new ServiceProcess(settings);
        await next.InitializeAsync();
        await SeeHealthAsync(next, "ready");
        Assert.Equal(HttpStatusCode.Unauthorized, await ehr.CallAsync(next, token));
        await using var more = new Load(ehr, next);
        await more.SeeFeedbackTakenAsync(Some);
        await more.StopAsync();
    }

    /// <summary>Asserts that the service survives a fault.</summary>
    /// <param name="fault">The name of the fault.</param>
    private protected async Task AssertSurvivedAsync(string fault)
    {
        await using var store = await NewStoreAsync();
        await using var ehr = new Ehr();
        await using var service = new ServiceProcess(ehr.Settings(store.ConnectionString, Times));
        await service.InitializeAsync();
        await using var load = new Load(ehr, service);
        await load.SeeFeedbackTakenAsync(Some);
        await SeeHealthAsync(service, "ready");

        await store.BreakAsync(fault, service);
        var cause = await SeeHealthAsync(service, "degraded");
        await load.SeeFeedbackTurnedAwayAsync();
        await load.SeeCallsAsync(Some);
        var used = ehr.Token();
        Assert.Equal(HttpStatusCode.OK, await ehr.CallAsync(service, used));
        Assert.Equal(HttpStatusCode.Unauthorized, await ehr.CallAsync(service, used));

        await store.MendAsync(fault, service);
        await load.SeeFeedbackTakenAsync(Some);
        await load.SeeCallsAsync(Some);
        await load.StopAsync();
        await SeeHealthAsync(service, "ready");

        Assert.Matches(@"^The store is unavailable: [a-z -]+\.$", cause);
        Assert.Superset(load.Acknowledged.ToHashSet(StringComparer.Ordinal), await store.CardsAsync());
        Assert.Equal(HttpStatusCode.Unauthorized, await ehr.CallAsync(service, used));
    }

    /// <summary>Waits for a readiness.</summary>
    /// <returns>The cause that it gives.</returns>
    private static async Task<string?> SeeHealthAsync(ServiceProcess service, string status)
    {
        var report = await Eventually.SeeAsync(
            async () =>
            {
                using var response = await service.Client.GetAsync(new Uri("/health/ready", UriKind.Relative), TestContext.Current.CancellationToken);
                Assert.Equal(HttpStatusCode.OK, response.StatusCode);
                using var json = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
                return json.RootElement.Clone();
            },
            report => string.Equals(report.GetProperty("status").GetString(), status, StringComparison.Ordinal));
        return report.TryGetProperty("cause", out var cause) ? cause.ToString() : null;
    }
}
