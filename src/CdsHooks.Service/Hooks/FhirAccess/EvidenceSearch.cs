using CdsHooks.Decision.Evidence;
using CdsHooks.Decision.Intake;
using CdsHooks.Decision.Plan;

namespace CdsHooks.Service.Hooks.FhirAccess;

/// <summary>Reads data sets from one FHIR server for one call.</summary>
/// <param name="channel">The channel to the server.</param>
/// <param name="options">The limits.</param>
/// <param name="call">The values that all requests of the call share.</param>
internal sealed class EvidenceSearch(FhirServerChannel channel, FhirAccessOptions options, EvidenceSearch.Call call)
{
    private const int MaxMedications = 40;

    private long _received;
    private int _answered;
    private int _failed;

    /// <summary>The values that all requests of one call share.</summary>
    /// <param name="Root">The base address that the call names.</param>
    /// <param name="Token">The access token, or null.</param>
    /// <param name="Scopes">The scopes of the token.</param>
    /// <param name="Rules">The rules that read the evidence.</param>
    /// <param name="IsPaused">True when nothing is sent, since the server fails the calls of several patients.</param>
    /// <param name="EndsAt">The deadline, as a timestamp of the clock.</param>
    /// <param name="TimeUp">Cancelled at the deadline.</param>
    /// <param name="Aborted">Cancelled when the client disconnects.</param>
    internal sealed record Call(Uri Root, string? Token, SmartScopes Scopes, RuleSet Rules, bool IsPaused, long EndsAt, CancellationToken TimeUp, CancellationToken Aborted)
    {
        /// <summary>Gets the record of the replies, for other rules that read them; null when there are none.</summary>
        public FetchedPages? Pages { get; init; }

        /// <summary>Gets a value indicating whether the replies are read from <see cref="Pages"/>, and nothing is sent.</summary>
        public bool IsReplay { get; init; }
    }

    /// <summary>Gets a value indicating whether no request was answered, and at least one failed for a reason that may pass.</summary>
    public bool HasFailed => _answered == 0 && _failed > 0;

    /// <summary>Gets a value indicating whether every search is sent by POST.</summary>
    public bool SearchesByPost => channel.SearchesByPost;

    /// <summary>Reads one data set with all of its searches in parallel; sends nothing when the token's scopes exclude the type.</summary>
    public async Task<EvidenceSet> ReadSetAsync((string Key, EvidenceKind Kind, string ResourceType) set, IReadOnlyList<FhirQuery> queries)
    {
        var reach = call.Scopes.Of(set.ResourceType);
        if (reach is ScopeReach.Nothing)
        {
            return new EvidenceSet(new Retrieval(set.Key, set.Kind, RetrievalOutcome.Forbidden, 0), []);
        }

        var parts = await Task.WhenAll(queries.Select(query => ReadPagesAsync(query, set.Kind)));
        var count = parts.Sum(part => part.Count);
        List<RawResource> resources = [.. parts.SelectMany(part => part.Resources)];
        var lost = parts.Where(part => !part.IsComplete).Select(part => part.Outcome).ToList();
        var outcome = lost switch
        {
            [] when reach is ScopeReach.Part => RetrievalOutcome.Truncated,
            [] => count > 0 ? RetrievalOutcome.Fetched : RetrievalOutcome.Empty,

            // Part of the set was read.
            _ when lost.Count < parts.Length || lost.Contains(RetrievalOutcome.Truncated) => RetrievalOutcome.Truncated,
            _ => lost[0],
        };
        return new EvidenceSet(new Retrieval(set.Key, set.Kind, outcome, count) { Uncoded = parts.Sum(part => part.Uncoded) }, resources);
    }

    /// <summary>Reads the Medications that orders and statements reference; those that cannot be read stay unresolved.</summary>
    public async Task<IReadOnlyList<RawResource>> ReadMedicationsAsync(IReadOnlyList<string> ids)
    {
        if (call.Scopes.Of("Medication") is ScopeReach.Nothing)
        {
            return [];
        }

        var replies = await Task.WhenAll(ids.Take(MaxMedications).Select(id => AskAsync(new FhirQuery($"Medication/{Uri.EscapeDataString(id)}"))));
        return [.. replies
            .Where(reply => reply.Outcome is RetrievalOutcome.Fetched)
            .Select(reply => SearchPage.ReadMedication(reply.Body, call.Rules.Terminology))
            .OfType<RawResource>()];
    }

    private async Task<Part> ReadPagesAsync(FhirQuery query, EvidenceKind kind)
    {
        var part = new Part();
        for (FhirQuery? next = query; next is { } asked;)
        {
            if (part.Pages == options.MaxPages || part.Count >= options.MaxEntries || Interlocked.Read(ref _received) >= options.MaxCallBytes)
            {
                return part.Cut();
            }

            var reply = await AskAsync(asked);
            if (reply.Outcome is not RetrievalOutcome.Fetched)
            {
                return part.Cut(reply.Outcome);
            }

            var page = SearchPage.Read(reply.Body, kind, call.Rules.Terminology, call.Rules.KeepAll);
            var isSound = page.Outcome is not (RetrievalOutcome.Failed or RetrievalOutcome.Unparseable);
            if (isSound || page.Count > 0)
            {
                part.Add(page);
            }

            if (!isSound)
            {
                return part.Cut(page.Outcome);
            }

            if (page.IsCut)
            {
                return part.Cut();
            }

            next = page.HasNext ? NextOf(page) : null;
            if (page.HasNext && next is null)
            {
                return part.Cut();
            }
        }

        return part.Total > part.Entries ? part.Cut() : part;
    }

    /// <summary>Gets the next page when it is on the same server; otherwise null.</summary>
    private FhirQuery? NextOf(SearchPage page) =>
        Uri.TryCreate(call.Root, page.Next, out var address) && channel.Covers(address) ? new FhirQuery(address.AbsoluteUri) : null;

    private async Task<FhirReply> AskAsync(FhirQuery query)
    {
        if (call.IsReplay)
        {
            return call.Pages!.ReplyTo(query);
        }

        var reply = await SendAsync(query);
        call.Pages?.Add(query, reply);
        return reply;
    }

    private async Task<FhirReply> SendAsync(FhirQuery query)
    {
        if (call.IsPaused)
        {
            return new FhirReply(RetrievalOutcome.Failed);
        }

        try
        {
            var reply = await channel.AskAsync(call.Root, query, call.Token, call.EndsAt, call.TimeUp);
            Interlocked.Add(ref _received, reply.Body.Length);
            Interlocked.Increment(ref reply.IsTransient || reply.Outcome is RetrievalOutcome.TimedOut ? ref _failed : ref _answered);
            return reply;
        }
        catch (OperationCanceledException) when (!call.Aborted.IsCancellationRequested)
        {
            Interlocked.Increment(ref _failed);
            return new FhirReply(RetrievalOutcome.TimedOut);
        }
    }

    /// <summary>The pages that one search has returned so far.</summary>
    private sealed class Part
    {
        private readonly List<RawResource> _resources = [];

        public int Pages { get; private set; }

        public int Count { get; private set; }

        public int Uncoded { get; private set; }

        public int Entries { get; private set; }

        public long Total { get; private set; }

        public IReadOnlyList<RawResource> Resources => _resources;

        public RetrievalOutcome Outcome { get; private set; } = RetrievalOutcome.Fetched;

        public bool IsComplete => Outcome is RetrievalOutcome.Fetched;

        public void Add(SearchPage page)
        {
            Pages++;
            Count += page.Count;
            Uncoded += page.Uncoded;
            Entries += page.Entries;
            Total = Math.Max(Total, page.Total);
            _resources.AddRange(page.Resources);
        }

        /// <summary>Ends the search early: truncated when at least one page was read, otherwise with the given outcome.</summary>
        public Part Cut(RetrievalOutcome reason = RetrievalOutcome.Truncated)
        {
            Outcome = Pages > 0 ? RetrievalOutcome.Truncated : reason;
            return this;
        }
    }
}
