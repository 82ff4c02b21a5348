using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;
using CdsHooks.Decision;
using CdsHooks.Decision.Evidence;
using CdsHooks.Decision.Hooks;

namespace CdsHooks.Service.Host.Telemetry;

/// <summary>Counts calls, retrievals, assessments, decisions and feedback.</summary>
/// <remarks>
/// <c>docs/metrics.md</c> lists the instruments with their tags. All tags are from closed lists (configured names, ids of the plan, codes
/// of outcomes), so that they contain no patient data and their number is bounded.
/// </remarks>
internal sealed class ServiceMetrics
{
    public const string MeterName = "CdsHooks";

    // Down to half a millisecond: most calls are answered before anything is read.
    private static readonly double[] Seconds = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 1.5, 2.5, 5, 10];

    private readonly Histogram<double> _calls;
    private readonly Counter<long> _authentications;
    private readonly Counter<long> _unguarded;
    private readonly Counter<long> _tokens;
    private readonly Counter<long> _retrievals;
    private readonly Counter<long> _assessments;
    private readonly Counter<long> _decisions;
    private readonly Counter<long> _feedback;
    private readonly CriterionTally _criteria = new();
    private readonly long[] _loads = new long[2];
    private readonly Counter<long> _removed;
    private readonly Counter<long> _shadows;

    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "The factory owns the meter.")]
    public ServiceMetrics(IMeterFactory meters, TimeProvider clock)
    {
        Backlog = new Backlog(clock);
        var meter = meters.Create(MeterName);
        _calls = meter.CreateHistogram("cdshooks.call.duration", "s", "Time from the arrival of a service call to the end of its response", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = Seconds });
        _authentications = meter.CreateCounter<long>("cdshooks.authentications", "{call}", "Accepted and rejected calls");
        _unguarded = meter.CreateCounter<long>("cdshooks.authentications.unguarded", "{call}", "Calls accepted while the store could not check whether their token had been used");
        _tokens = meter.CreateCounter<long>("cdshooks.tokens", "{token}", "Tokens accepted unchecked that had been used elsewhere, or that could not be kept for the store");
        _retrievals = meter.CreateCounter<long>("cdshooks.retrievals", "{set}", "Retrieval outcomes of the data sets of assessed calls");
        _assessments = meter.CreateCounter<long>("cdshooks.assessments", "{assessment}", "Assessed calls by the row of the decision table that matched and the kind of its card");
        _decisions = meter.CreateCounter<long>("cdshooks.decisions", "{decision}", "Decisions recorded or dropped");
        _removed = meter.CreateCounter<long>("cdshooks.store.removed", "{row}", "Rows that retention removed from the store");
        _feedback = meter.CreateCounter<long>("cdshooks.feedback", "{entry}", "Entries of feedback that were accepted, those sent again included, and rejected ones");
        meter.CreateObservableCounter("cdshooks.criteria", _criteria.Measure, "{result}", "Results of criteria of assessed calls, with their reasons");
        meter.CreateObservableCounter("cdshooks.rules.loads", MeasureLoads, "{load}", "Attempts to load the rules; after a refused one, the rules in force stay");
        _shadows = meter.CreateCounter<long>("cdshooks.shadows", "{decision}", "Decisions judged by rules in shadow, or not");
    }

    /// <summary>Gets the decisions that wait for the store.</summary>
    public Backlog Backlog { get; }

    /// <summary>Counts nothing of what alarms look at or what is rare, so that a rate is known from the first one on.</summary>
    public void CountFromZero()
    {
        _unguarded.Add(0);
        CountTokens(0, "used-elsewhere");
        CountTokens(0, "not-kept");
        _shadows.Add(0, new KeyValuePair<string, object?>("outcome", "judged"));
        _removed.Add(0, new("table", "decision"), new("cause", "age"));
        _decisions.Add(0, new KeyValuePair<string, object?>("outcome", "recorded"));
        _decisions.Add(0, new KeyValuePair<string, object?>("outcome", "dropped"));
    }

    /// <summary>Counts no assessment of a row, so that one that never matches is seen, too.</summary>
    public void CountFromZero(string service, string row, string? card) =>
        _assessments.Add(0, new("service", service), new("row", row), new("card", card ?? "none"));

    /// <summary>Records the time of one service call.</summary>
    /// <param name="service">The service; <c>none</c> when there is none with the id that was called.</param>
    /// <param name="outcome">The outcome (<see cref="CallOutcome"/>).</param>
    /// <param name="elapsed">The time from its arrival.</param>
    public void RecordCall(string service, string outcome, TimeSpan elapsed) =>
        _calls.Record(elapsed.TotalSeconds, new("service", service), new("outcome", outcome));

    /// <summary>Counts one call.</summary>
    /// <param name="client">The client's configured name, or null.</param>
    /// <param name="outcome">The outcome, from a closed list.</param>
    public void CountAuthentication(string? client, string outcome) => _authentications.Add(1, new("client", client ?? "none"), new("outcome", outcome));

    /// <summary>Counts one call whose token could not be checked against used ones.</summary>
    public void CountUnguarded() => _unguarded.Add(1);

    /// <summary>Counts tokens that were accepted unchecked.</summary>
    /// <param name="count">The number of tokens.</param>
    /// <param name="outcome">What became of them, from a closed list.</param>
    public void CountTokens(int count, string outcome) => _tokens.Add(count, new KeyValuePair<string, object?>("outcome", outcome));

    /// <summary>Counts the data sets of one call.</summary>
    public void CountRetrievals(IReadOnlyList<EvidenceSet> sets)
    {
        if (!_retrievals.Enabled)
        {
            return;
        }

        foreach (var (retrieval, _) in sets)
        {
            _retrievals.Add(1, new("key", retrieval.Key), new("outcome", retrieval.Outcome.ToCode()));
        }
    }

    /// <summary>Counts the row, the card and the criteria of one assessed call, unless its orders turned out to be others.</summary>
    public void CountAssessment(string service, PlanDecision decision)
    {
        if (decision.Row.Length is 0)
        {
            return;
        }

        _assessments.Add(1, new("service", service), new("row", decision.Row), new("card", decision.Card?.Source.Topic?.Code ?? "none"));
        _criteria.Count(service, decision.Assessment.Criteria);
    }

    /// <summary>Counts a decision that is handed over to be written.</summary>
    public void CountQueued() => Backlog.Add();

    /// <summary>Counts decisions that were written to the store.</summary>
    public void CountRecorded(int count)
    {
        Backlog.Remove(count);
        _decisions.Add(count, new KeyValuePair<string, object?>("outcome", "recorded"));
    }

    /// <summary>Counts rows that were removed from the store.</summary>
    /// <param name="table">The table.</param>
    /// <param name="cause"><c>age</c> or <c>number</c>.</param>
    /// <param name="count">The number of rows.</param>
    public void CountRemoved(string table, string cause, int count)
    {
        if (count > 0)
        {
            _removed.Add(count, new("table", table), new("cause", cause));
        }
    }

    /// <summary>Counts one call for the rules in shadow.</summary>
    /// <param name="outcome">The outcome, from a closed list.</param>
    public void CountShadow(string outcome) => _shadows.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    /// <summary>Counts decisions that were not.</summary>
    public void CountDropped(int count)
    {
        Backlog.Remove(count);
        _decisions.Add(count, new KeyValuePair<string, object?>("outcome", "dropped"));
    }

    /// <summary>Counts entries of feedback.</summary>
    /// <param name="service">The service that received them.</param>
    /// <param name="outcome"><c>accepted</c> or <c>overridden</c>, or <c>rejected</c> for entries that are not valid.</param>
    /// <param name="count">The number of entries.</param>
    public void CountFeedback(string service, string outcome, int count)
    {
        if (count > 0)
        {
            _feedback.Add(count, new("service", service), new("outcome", outcome));
        }
    }

    /// <summary>Counts an attempt to load the rules.</summary>
    /// <param name="isAccepted">False when the rules have errors, so that those in force stay.</param>
    public void CountRulesLoad(bool isAccepted) => Interlocked.Increment(ref _loads[isAccepted ? 0 : 1]);

    private IEnumerable<Measurement<long>> MeasureLoads() =>
    [
        new(Interlocked.Read(ref _loads[0]), new KeyValuePair<string, object?>("outcome", "accepted")),
        new(Interlocked.Read(ref _loads[1]), new KeyValuePair<string, object?>("outcome", "refused")),
    ];
}

/// <summary>The outcomes of service calls.</summary>
internal static class CallOutcome
{
    /// <summary>The plan covers none of the orders: answered before anything else is read.</summary>
    public const string NotCovered = "not-covered";

    /// <summary>The client has turned the cards off for this call.</summary>
    public const string TurnedOff = "turned-off";

    /// <summary>Assessed, without a card.</summary>
    public const string NoCard = "no-card";

    /// <summary>Assessed, with a card.</summary>
    public const string Card = "card";

    /// <summary>Rejected with an error that names its cause.</summary>
    public const string Rejected = "rejected";

    /// <summary>The client disconnected, or the time of the call was up.</summary>
    public const string Aborted = "aborted";

    /// <summary>An error of this service.</summary>
    public const string Failed = "failed";
}
