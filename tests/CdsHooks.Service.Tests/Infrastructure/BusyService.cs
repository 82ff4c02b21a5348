using CdsHooks.Service.Tests.FhirAccess;
using Xunit;

namespace CdsHooks.Service.Tests.Infrastructure;

/// <summary>A service that has answered golden cases, orders of others, broken calls, feedback and a call with a FHIR server, and a scrape of its metrics.</summary>
public sealed class BusyService : IAsyncLifetime
{
    private const string Feedback = """
        {"feedback":[{"card":"b2c7d7f0-8a3f-4c39-9d6c-0f0a1c1d2e3f","outcome":"accepted","outcomeTimestamp":"2026-06-01T12:00:00Z","acceptedSuggestions":[{"id":"b2c7d7f0-8a3f-4c39-9d6c-0f0a1c1d2e40"}]},
        {"card":"b2c7d7f0-8a3f-4c39-9d6c-0f0a1c1d2e3f","outcome":"perhaps"}]}
        """;

    private readonly FaultyFhirServer _server = new();

    public ServiceApp App { get; private set; } = null!;

    internal Scrape Scrape { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _server.Stub("/.*", FhirAnswers.Answer());
        App = Fetching.AppWith(_server.Address);
        foreach (var name in Some.CaseNames)
        {
            using var response = await App.PostAsync(Some.Case(name), ("X-CDS-As-Of", "2026-06-01"));
        }

        for (var call = 0; call < 10; call++)
        {
            using var foreign = await App.PostAsync(Some.ForeignCall);
        }

        using var fetched = await App.PostAsync(Fetching.Without("v72-complete-care-120-days", _server.Address));
        using var broken = await App.PostAsync("{");
        using var feedback = await App.PostToAsync($"{ServiceApp.Service}/feedback", Feedback);
        await Kept.DecisionsIn(App, 1);
        Scrape = await Scrape.SeeAsync(App, "cdshooks_decisions_total{outcome=\"recorded\"}");
    }

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        await _server.DisposeAsync();
    }
}
