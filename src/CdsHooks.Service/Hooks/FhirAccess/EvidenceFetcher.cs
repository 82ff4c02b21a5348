using CdsHooks.Decision;
using CdsHooks.Decision.Evidence;
using CdsHooks.Decision.Intake;
using CdsHooks.Service.Gate.Clients;
using CdsHooks.Service.Host.Errors;
using Microsoft.Extensions.Options;
using IssueType = Hl7.Fhir.Model.OperationOutcome.IssueType;

namespace CdsHooks.Service.Hooks.FhirAccess;

/// <summary>Fetches evidence that was not prefetched, when the call names a registered FHIR server and may read it.</summary>
internal sealed partial class EvidenceFetcher(
    FhirServerChannels channels, IOptions<FhirAccessOptions> options, IHostEnvironment environment, TimeProvider clock, ILogger<EvidenceFetcher> logger)
{
    /// <summary>Completes the evidence of a call before its deadline.</summary>
    /// <param name="request">The prefetched data sets, and the FHIR server with its token.</param>
    /// <param name="patientId">The id of the patient.</param>
    /// <param name="client">The client that calls.</param>
    /// <param name="plan">The plan, which determines the data sets to read.</param>
    /// <param name="startedAt">The clock's timestamp of the call's start.</param>
    /// <param name="pages">Receives what is fetched, for other rules that read it; null when there are none.</param>
    /// <param name="aborted">Cancelled when the client disconnects.</param>
    /// <returns>The data sets; the retrieval of a set that could not be read states why.</returns>
    /// <exception cref="OperationCanceledException">The client disconnected.</exception>
    public async Task<IReadOnlyList<EvidenceSet>> CompleteAsync(
        HookRequestRest request, string patientId, Client client, CompiledPlan plan, long startedAt, FetchedPages? pages, CancellationToken aborted)
    {
        var sets = request.Sets;
        var isAnythingMissing = sets.Any(set => IsMissing(set, plan)) || (request.FhirServer is not null && MedicationReferences.AnyIn(sets));
        if (!isAnythingMissing || ServerFor(request, client) is not { } server)
        {
            return sets;
        }

        var deadline = DeadlineOf(request, client);
        var left = deadline - clock.GetElapsedTime(startedAt);
        using var timer = new CancellationTokenSource(left > TimeSpan.Zero ? left : TimeSpan.Zero, clock);
        using var timeUp = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, aborted);
        var endsAt = startedAt + (long)(deadline.TotalSeconds * clock.TimestampFrequency);
        var isPaused = !server.Channel.Health.MaySend();
        var scopes = SmartScopes.Read(request.Authorization?.Scope);
        pages?.NoteServer(new FetchedPages.Server(server.Channel, server.Root, scopes, client.Profile.SearchesObservationCodes ? plan.Rules.ObservationCodes : null));
        var search = new EvidenceSearch(
            server.Channel, options.Value, new EvidenceSearch.Call(server.Root, server.Token, scopes, plan.Rules, isPaused, endsAt, timeUp.Token, aborted) { Pages = pages });

        var completed = await Task.WhenAll(sets.Select(set => IsMissing(set, plan) ? FetchAsync(set, search, patientId, client, plan, pages) : Task.FromResult(set)));
        var medications = await search.ReadMedicationsAsync(MedicationReferences.Unresolved(completed, server.Root));
        aborted.ThrowIfCancellationRequested();
        if (!isPaused)
        {
            server.Channel.Health.Report(patientId, search.HasFailed);
        }

        return medications.Count == 0 ? completed : [.. completed.Select(set => WithMedications(set, medications))];
    }

    /// <summary>Completes the evidence of a call from what was fetched for other rules. Nothing is sent: a set that was not fetched then is missing.</summary>
    /// <param name="request">The prefetched data sets.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="pages">What was fetched.</param>
    public async Task<IReadOnlyList<EvidenceSet>> CompleteAgainAsync(HookRequestRest request, CompiledPlan plan, FetchedPages pages)
    {
        if (pages.Asked is not { } server)
        {
            return request.Sets;
        }

        var call = new EvidenceSearch.Call(server.Root, Token: null, server.Scopes, plan.Rules, IsPaused: false, EndsAt: 0, CancellationToken.None, CancellationToken.None) { Pages = pages, IsReplay = true };
        var search = new EvidenceSearch(server.Channel, options.Value, call);
        var completed = await Task.WhenAll(request.Sets.Select(set => IsMissing(set, plan) && pages.SearchesOf(set.Retrieval.Kind) is { } queries ? ReadAgainAsync(set, search, queries, plan, server) : Task.FromResult(set)));
        var medications = await search.ReadMedicationsAsync(MedicationReferences.Unresolved(completed, server.Root));
        return medications.Count == 0 ? completed : [.. completed.Select(set => WithMedications(set, medications))];
    }

    /// <summary>Reports that the call's FHIR server is not registered, in Development only: elsewhere, responses must not reveal which servers are.</summary>
    /// <returns>The issue; null outside Development, and when the call names no server or a registered one.</returns>
    public OutcomeIssue? NotRegistered(HookRequestRest request, Client client) =>
        environment.IsDevelopment() && request.FhirServer is not null && channels.Find(client, request.FhirServer, out _) is null
            ? new OutcomeIssue(
                IssueType.Incomplete,
                $"The FHIR server that the call names is not registered, so nothing was read from it. The option {client.ConfigurationPath}:FhirServers registers one: "
                + "BaseUrl, with AllowPrivateAddress for this machine or network and AllowWithoutToken for an open server.",
                "$.fhirServer")
            : null;

    /// <summary>Gets the client's deadline, or the remaining lifetime of the access token when that is shorter: an expired token is not sent.</summary>
    private static TimeSpan DeadlineOf(HookRequestRest request, Client client) =>
        request.Authorization?.ExpiresIn is { } seconds && seconds < client.Deadline.TotalSeconds ? TimeSpan.FromSeconds(seconds) : client.Deadline;

    private static bool IsMissing(EvidenceSet set, CompiledPlan plan) =>
        (set.Retrieval.Kind is EvidenceKind.Patient || plan.Reads.Contains(set.Retrieval.Kind))
        && set.Retrieval.Outcome is RetrievalOutcome.NotRequested or RetrievalOutcome.Truncated or RetrievalOutcome.Failed or RetrievalOutcome.Unparseable;

    private static EvidenceSet Combine(EvidenceSet sent, EvidenceSet fetched) => new(
        sent.Retrieval with { Outcome = RetrievalOutcome.Truncated, Count = sent.Retrieval.Count + fetched.Retrieval.Count, Uncoded = sent.Retrieval.Uncoded + fetched.Retrieval.Uncoded },
        [.. sent.Resources, .. fetched.Resources]);

    private static EvidenceSet WithMedications(EvidenceSet set, IReadOnlyList<RawResource> medications) =>
        set.Retrieval.Kind is EvidenceKind.MedicationRequest ? set with { Resources = [.. set.Resources, .. medications] } : set;

    private (FhirServerChannel Channel, Uri Root, string? Token)? ServerFor(HookRequestRest request, Client client)
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

    private async Task<EvidenceSet> FetchAsync(EvidenceSet set, EvidenceSearch search, string patientId, Client client, CompiledPlan plan, FetchedPages? pages)
    {
        var entry = EntryOf(set);
        FhirQuery[] queries = [.. Queries(entry, Uri.EscapeDataString(patientId), client, plan, search)];
        pages?.NoteSearches(entry.Kind, queries);
        var fetched = await search.ReadSetAsync(entry, queries);
        Log.Fetched(logger, entry.Key, fetched.Retrieval.Outcome, fetched.Retrieval.Count);
        return Merge(set, fetched);
    }

    private static async Task<EvidenceSet> ReadAgainAsync(EvidenceSet set, EvidenceSearch search, IReadOnlyList<FhirQuery> queries, CompiledPlan plan, FetchedPages.Server server)
    {
        var fetched = await search.ReadSetAsync(EntryOf(set), queries);
        var isPart = set.Retrieval.Kind is EvidenceKind.Observation && server.ObservationCodes is { } codes && plan.Rules.ObservationCodes.Except(codes, StringComparer.Ordinal).Any();
        return Merge(set, isPart && fetched.Retrieval.IsComplete ? fetched with { Retrieval = fetched.Retrieval with { Outcome = RetrievalOutcome.Truncated } } : fetched);
    }

    private static (string Key, EvidenceKind Kind, string ResourceType) EntryOf(EvidenceSet set) => PrefetchKeys.All.First(key => key.Kind == set.Retrieval.Kind);

    /// <summary>Prefers the fetched set. Two partial sets may contain different records: both are kept.</summary>
    private static EvidenceSet Merge(EvidenceSet sent, EvidenceSet fetched) => fetched.Retrieval.IsComplete || sent.Retrieval.Count == 0 ? fetched : Combine(sent, fetched);

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
