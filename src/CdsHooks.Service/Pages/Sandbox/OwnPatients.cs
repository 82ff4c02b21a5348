using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using CdsHooks.Decision.Evidence;
using CdsHooks.Decision.Hooks;
using CdsHooks.Decision.Intake;
using CdsHooks.Service.Gate.Clients;
using CdsHooks.Service.Gate.People;
using CdsHooks.Service.Hooks.FhirAccess;
using CdsHooks.Service.Knowledge.Rules;
using CdsHooks.Workbench;

namespace CdsHooks.Service.Pages.Sandbox;

/// <summary>Fetches a patient's chart as a call would, and keeps it as the prefetch of a request, where it can be seen and edited.</summary>
internal sealed class OwnPatients(RuleBook book, EvidenceFetcher fetcher, ClientRegistry clients, PeopleSource people, TimeProvider clock)
{
    private const int MaxServers = 20;

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, FhirServerOptions> _typed = new(StringComparer.Ordinal);

    /// <summary>Gets the servers that are configured as open.</summary>
    public IEnumerable<string> Servers => Configured.Select(server => server.BaseUrl).Distinct(StringComparer.Ordinal);

    /// <summary>Gets a value indicating whether any server may be named: where only the person at this machine can ask.</summary>
    public bool AllowsAny => people.Identification is Identification.Machine;

    private IEnumerable<FhirServerOptions> Configured => clients.Registered.SelectMany(client => client.FhirServers).Concat(clients.Anonymous.FhirServers).Where(server => server.AllowWithoutToken);

    /// <summary>Fetches a chart.</summary>
    /// <param name="address">The base address of the FHIR server.</param>
    /// <param name="patientId">The id of the patient.</param>
    /// <param name="day">The day of the order.</param>
    /// <param name="cancellationToken">Cancelled when the page is no longer wanted.</param>
    /// <returns>The request with the chart as its prefetch; null with the problem.</returns>
    public async Task<(JsonObject? Request, string Problem)> FetchAsync(string address, string patientId, DateOnly day, CancellationToken cancellationToken)
    {
        if (patientId.Length is 0 or > 64 || !patientId.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '.'))
        {
            return (null, "The patient id must be one of FHIR: up to 64 letters, digits, points and hyphens.");
        }

        if (ServerOf(address) is not { } server)
        {
            return (null, AllowsAny ? "The server must be an https address, or an http address of this machine." : "The server is not one that this service is configured for.");
        }

        var service = book.Current.Services.Values.OrderBy(service => service.Id, StringComparer.Ordinal).First(service => service.Hook is HookNames.OrderSign);
        var request = RequestOf(address, patientId);
        using var call = HookRequest.Read(Encoding.UTF8.GetBytes(request.ToJsonString()));
        var client = new Client("workbench", ClientProfile.Find("sandbox")!, Deadline, [server]) { IsTrial = true };
        FetchedPages pages = new();
        var sets = await fetcher.CompleteAsync(
            call.ReadRest(service.Plan.Rules.Terminology, service.Plan.Rules.KeepAll), patientId, client, service.Plan, clock.GetTimestamp(), pages, cancellationToken);
        if (sets.All(set => set.Retrieval.Outcome is not (RetrievalOutcome.Fetched or RetrievalOutcome.Empty or RetrievalOutcome.Truncated)))
        {
            return (null, $"Nothing could be fetched: {string.Join(", ", sets.Select(set => set.Retrieval.Outcome.ToCode()).Distinct(StringComparer.Ordinal))}.");
        }

        if (!sets.Any(set => set.Retrieval is { Kind: EvidenceKind.Patient, Outcome: RetrievalOutcome.Fetched }))
        {
            return (null, "The server has no such patient, or does not show it.");
        }

        request["prefetch"] = PrefetchOf(sets, pages);
        OrderMenu.Place(request, [OrderMenu.Groups[0].Orders[0].Key], patientId, day);
        return (request, string.Empty);
    }

    private static JsonObject RequestOf(string address, string patientId) => new()
    {
        ["hook"] = HookNames.OrderSign,
        ["hookInstance"] = "00000000-0000-4000-8000-000000000000",
        ["fhirServer"] = address,
        ["context"] = new JsonObject
        {
            ["userId"] = "Practitioner/sandbox",
            ["patientId"] = patientId,
            ["draftOrders"] = new JsonObject { ["resourceType"] = "Bundle", ["type"] = "collection" },
        },
    };

    /// <summary>Puts what was fetched under the keys of a prefetch; a set that did not arrive is an OperationOutcome there, as an EHR would send it.</summary>
    private static JsonObject PrefetchOf(IReadOnlyList<EvidenceSet> sets, FetchedPages pages)
    {
        var resources = pages.Bodies.Select(body => StrictJson.Object(body.Span)).OfType<JsonObject>()
            .SelectMany(page => page["entry"] is JsonArray entries ? entries.Select(entry => entry.Member("resource")) : [page])
            .OfType<JsonObject>().ToLookup(resource => resource["resourceType"].Text() ?? string.Empty, StringComparer.Ordinal);
        JsonObject prefetch = [];
        foreach (var (key, kind, type) in PrefetchKeys.All)
        {
            var outcome = sets.FirstOrDefault(set => set.Retrieval.Kind == kind)?.Retrieval.Outcome ?? RetrievalOutcome.NotRequested;
            if (outcome is RetrievalOutcome.NotRequested)
            {
                continue;
            }

            var found = resources[type].DistinctBy(resource => resource["id"].Text(), StringComparer.Ordinal).Select(resource => resource.DeepClone());
            prefetch[key] = outcome is not (RetrievalOutcome.Fetched or RetrievalOutcome.Empty or RetrievalOutcome.Truncated) ? Failure(outcome)
                : kind is EvidenceKind.Patient ? found.FirstOrDefault()
                : Bundle(found, outcome is RetrievalOutcome.Truncated);
        }

        return prefetch;
    }

    private static JsonObject Bundle(IEnumerable<JsonNode> resources, bool isCut)
    {
        var bundle = PrefetchSets.Empty();
        foreach (var resource in resources)
        {
            PrefetchSets.Add(bundle, resource);
        }

        if (isCut)
        {
            PrefetchSets.Cut(bundle);
        }

        return bundle;
    }

    private static JsonObject Failure(RetrievalOutcome outcome) =>
        PrefetchSets.Failure(outcome is RetrievalOutcome.Forbidden ? "forbidden" : outcome is RetrievalOutcome.TimedOut ? "timeout" : "exception");

    private FhirServerOptions? ServerOf(string address)
    {
        if (Configured.FirstOrDefault(server => string.Equals(server.BaseUrl.TrimEnd('/'), address.TrimEnd('/'), StringComparison.Ordinal)) is { } configured)
        {
            return configured;
        }

        if (!AllowsAny || !Uri.TryCreate(address, UriKind.Absolute, out var url) || url.UserInfo.Length > 0 || !(url.Scheme is "https" || (url.Scheme is "http" && url.IsLoopback)))
        {
            return null;
        }

        // Each server has a channel for the life of the process.
        return _typed.TryGetValue(address, out var typed) ? typed
            : _typed.Count >= MaxServers ? null
            : _typed.GetOrAdd(address, new FhirServerOptions { BaseUrl = address, AllowWithoutToken = true, AllowPrivateAddress = url.IsLoopback });
    }
}
