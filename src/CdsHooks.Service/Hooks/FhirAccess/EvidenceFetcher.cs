using CdsHooks.Decision;
using CdsHooks.Decision.Evidence;
using CdsHooks.Decision.Intake;
using CdsHooks.Service.Gate.Clients;
using CdsHooks.Service.Host.Errors;
using Microsoft.Extensions.Options;
using IssueType = Hl7.Fhir.Model.OperationOutcome.IssueType;

namespace CdsHooks.Service.Hooks.FhirAccess;

/// <summary>Fetches what a call did not bring along, where it names a registered FHIR server and may read it.</summary>
internal sealed partial class EvidenceFetcher(
    FhirServerChannels channels, IOptions<FhirAccessOptions> options, IHostEnvironment environment, TimeProvider clock, ILogger<EvidenceFetcher> logger)
{
    /// <summary>Completes the evidence of a call within its time.</summary>
    /// <param name="request">The sets as prefetched, and the FHIR server with its token.</param>
    /// <param name="patientId">The id of the patient.</param>
    /// <param name="client">Who calls.</param>
    /// <param name="plan">What is read, and what the rules know.</param>
    /// <param name="startedAt">The clock's timestamp of the call's start.</param>
    /// <param name="aborted">Cancelled when the client goes away.</param>
    /// <returns>The sets; those that could not be had say why.</returns>
    /// <exception cref="OperationCanceledException">The client went away.</exception>
    public async Task<IReadOnlyList<EvidenceSet>> CompleteAsync(
        HookRequestRest request, string patientId, Client client, CompiledPlan plan, long startedAt, CancellationToken aborted)
    {
        var sets = request.Sets;
        var isAnythingMissing = sets.Any(set => IsWanted(set, plan)) || (request.FhirServer is not null && MedicationReferences.AnyIn(sets));
        if (!isAnythingMissing || WayTo(request, client) is not { } way)
        {
            return sets;
        }

        var deadline = DeadlineOf(request, client);
        var left = deadline - clock.GetElapsedTime(startedAt);
        using var timer = new CancellationTokenSource(left > TimeSpan.Zero ? left : TimeSpan.Zero, clock);
        using var timeUp = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, aborted);
        var endsAt = startedAt + (long)(deadline.TotalSeconds * clock.TimestampFrequency);
        var scopes = SmartScopes.Read(request.Authorization?.Scope);
        var search = new EvidenceSearch(
            way.Channel, options.Value, new EvidenceSearch.Call(way.Root, way.Token, scopes, plan.Rules, endsAt, timeUp.Token, aborted));

        var completed = await Task.WhenAll(sets.Select(set => IsWanted(set, plan) ? FetchAsync(set, search, patientId, client, plan) : Task.FromResult(set)));
        var medications = await search.ReadMedicationsAsync(MedicationReferences.Unresolved(completed, way.Root));
        aborted.ThrowIfCancellationRequested();
        return medications.Count == 0 ? completed : [.. completed.Select(set => WithMedications(set, medications))];
    }

    /// <summary>Tells a developer that nothing was read because the call's FHIR server is not registered. Elsewhere nobody is told which servers are.</summary>
    /// <returns>Null outside Development, and where the call names none or a registered one.</returns>
    public OutcomeIssue? NotRegistered(HookRequestRest request, Client client) =>
        environment.IsDevelopment() && request.FhirServer is not null && channels.Find(client, request.FhirServer, out _) is null
            ? new OutcomeIssue(
                IssueType.Incomplete,
                $"The FHIR server that the call names is not registered, so nothing was read from it. The option {client.Place}:FhirServers registers one: "
                + "BaseUrl, with AllowPrivateAddress for this machine or network and AllowWithoutToken for an open server.",
                "$.fhirServer")
            : null;

    /// <summary>The call's time, or that of its token where this is shorter: one that has run out is not sent.</summary>
    private static TimeSpan DeadlineOf(HookRequestRest request, Client client) =>
        request.Authorization?.ExpiresIn is { } seconds && seconds < client.Deadline.TotalSeconds ? TimeSpan.FromSeconds(seconds) : client.Deadline;

    private static bool IsWanted(EvidenceSet set, CompiledPlan plan) =>
        (set.Retrieval.Kind is EvidenceKind.Patient || plan.Reads.Contains(set.Retrieval.Kind))
        && set.Retrieval.Outcome is RetrievalOutcome.NotRequested or RetrievalOutcome.Truncated or RetrievalOutcome.Failed or RetrievalOutcome.Unparseable;

    private static EvidenceSet Both(EvidenceSet sent, EvidenceSet fetched) => new(
        sent.Retrieval with { Outcome = RetrievalOutcome.Truncated, Count = sent.Retrieval.Count + fetched.Retrieval.Count, Uncoded = sent.Retrieval.Uncoded + fetched.Retrieval.Uncoded },
        [.. sent.Resources, .. fetched.Resources]);

    private static EvidenceSet WithMedications(EvidenceSet set, IReadOnlyList<RawResource> medications) =>
        set.Retrieval.Kind is EvidenceKind.MedicationRequest ? set with { Resources = [.. set.Resources, .. medications] } : set;

    private (FhirServerChannel Channel, Uri Root, string? Token)? WayTo(HookRequestRest request, Client client)
    {
        if (request.FhirServer is null)
        {
            return null;
        }

        if (channels.Find(client, request.FhirServer, out var root) is not { } channel)
        {
            Log.NotRegistered(logger, client.Name);
            return null;
        }

        if (request.Authorization is { IsUsable: true } authorization)
        {
            return (channel, root!, authorization.AccessToken);
        }

        if (channel.AllowsNoToken && request.Authorization is null)
        {
            return (channel, root!, null);
        }

        Log.NoToken(logger, client.Name);
        return null;
    }

    private async Task<EvidenceSet> FetchAsync(EvidenceSet set, EvidenceSearch search, string patientId, Client client, CompiledPlan plan)
    {
        var entry = PrefetchKeys.All.First(key => key.Kind == set.Retrieval.Kind);
        var fetched = await search.ReadSetAsync(entry, [.. Queries(entry, Uri.EscapeDataString(patientId), client, plan, search)]);
        Log.Fetched(logger, entry.Key, fetched.Retrieval.Outcome, fetched.Retrieval.Count);

        // Of two parts neither may hold what the other does.
        return fetched.Retrieval.IsComplete || set.Retrieval.Count == 0 ? fetched : Both(set, fetched);
    }

    private IEnumerable<FhirQuery> Queries((string Key, EvidenceKind Kind, string ResourceType) set, string patientId, Client client, CompiledPlan plan, EvidenceSearch search)
    {
        if (set.Kind is EvidenceKind.Patient)
        {
            return [new FhirQuery($"Patient/{patientId}")];
        }

        return client.Profile.SearchesOf(set.Kind, plan.Rules.ObservationCodes)
            .Select(more => FhirQuery.Search(set.ResourceType, $"patient={patientId}{more}&_count={options.Value.PageSize}", search.SearchesByPost));
    }

    private static partial class Log
    {
        [LoggerMessage(1400, LogLevel.Warning, "Client {Client} named a FHIR server that is not registered for it: nothing is fetched")]
        public static partial void NotRegistered(ILogger logger, string client);

        [LoggerMessage(1401, LogLevel.Information, "Client {Client} sent no usable token for its FHIR server: nothing is fetched")]
        public static partial void NoToken(ILogger logger, string client);

        [LoggerMessage(1402, LogLevel.Debug, "Set {Key}: {Outcome}, {Count} resources")]
        public static partial void Fetched(ILogger logger, string key, RetrievalOutcome outcome, int count);
    }
}
