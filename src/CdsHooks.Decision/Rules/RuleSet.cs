using System.Collections.Frozen;
using CdsHooks.Decision.Evidence;
using CdsHooks.Fhir.Terminology;

namespace CdsHooks.Decision.Rules;

/// <summary>A plan's criteria, compiled under one set of parameters. Immutable; safe to share between calls.</summary>
public sealed class RuleSet
{
    private readonly IReadOnlyList<Criterion> _criteria;
    private readonly FrozenDictionary<string, Criterion> _byId;
    private readonly FrozenSet<string> _declared;
    private readonly PlanRegion _region;
    private readonly string[] _phrases;
    private readonly string _ordersId;

    internal RuleSet(Parts parts)
    {
        Canonical = parts.Canonical;
        Title = parts.Title;
        Profile = parts.Profile;
        Parameters = parts.Parameters;
        Terminology = parts.Terminology;
        KeepAll = parts.KeepAll;
        Reads = parts.Reads;
        ObservationCodes = SearchTokens.Of(EvidenceKind.Observation, parts.Criteria, parts.Terminology);
        _criteria = parts.Criteria;
        for (var index = 0; index < parts.Criteria.Count; index++)
        {
            parts.Criteria[index].Index = index;
        }

        _byId = parts.Criteria.ToFrozenDictionary(criterion => criterion.Id, StringComparer.Ordinal);
        _declared = parts.Declared.ToFrozenSet(StringComparer.Ordinal);
        _region = parts.Region;
        _phrases = parts.Phrases;
        _ordersId = parts.OrdersId;
        Criteria = [.. parts.Criteria.Select(criterion => criterion.Outline)];
    }

    /// <summary>Gets the plan's canonical with its version.</summary>
    public string Canonical { get; }

    /// <summary>Gets the plan's title.</summary>
    public string Title { get; }

    /// <summary>Gets the id of the site profile in force; <c>seed</c> when the plan's defaults are.</summary>
    public string Profile { get; }

    /// <summary>Gets the parameters with the values in force.</summary>
    public ParameterSet Parameters { get; }

    /// <summary>Gets the value sets.</summary>
    public TerminologyIndex Terminology { get; }

    /// <summary>Gets the kinds of resource that must be kept whether a value set knows their code or not.</summary>
    public IReadOnlySet<EvidenceKind> KeepAll { get; }

    /// <summary>Gets the kinds of resource that an enabled criterion reads, draft orders apart.</summary>
    public IReadOnlySet<EvidenceKind> Reads { get; }

    /// <summary>Gets the codes of the Observations that an enabled criterion reads, for servers that search these by category or code only.</summary>
    /// <value>
    /// <c>system|code</c>, sorted. What is read by its value or by a part of a panel is not among them: such servers are asked by
    /// category as well.
    /// </value>
    public IReadOnlyList<string> ObservationCodes { get; }

    /// <summary>Gets the id of the criterion that says which orders the plan is about.</summary>
    public string OrdersId => _ordersId;

    /// <summary>Gets the enabled criteria in the plan's order, the order criterion first.</summary>
    public IReadOnlyList<CriterionOutline> Criteria { get; }

    /// <summary>Finds an enabled criterion.</summary>
    /// <param name="id">Its id.</param>
    /// <returns>Its outline, or null.</returns>
    public CriterionOutline? FindCriterion(string id) => _byId.GetValueOrDefault(id)?.Outline;

    /// <summary>Says whether the plan declares a criterion, enabled or not.</summary>
    /// <param name="id">Its id.</param>
    /// <returns>True when it does.</returns>
    public bool Declares(string id) => _declared.Contains(id);

    /// <summary>Gets the phrase a card uses for a reason.</summary>
    /// <param name="reason">The reason.</param>
    /// <returns>The phrase; may hold the inserts <c>{days} {events} {weeks} {first} {last} {measured}</c>.</returns>
    public string Phrase(Reason reason) => _phrases[(int)reason];

    /// <summary>Lists everything a criterion can come to under these parameters, whatever the chart: what the cases of a plan should show.</summary>
    /// <param name="id">The id of an enabled criterion.</param>
    /// <returns>Its outcomes, met first, reasons in the order of the closed list; empty when there is no such criterion.</returns>
    public IReadOnlyList<CriterionOutcome> OutcomesOf(string id)
    {
        Dictionary<string, IReadOnlySet<CriterionOutcome>> known = new(StringComparer.Ordinal);
        return _byId.ContainsKey(id) ? [.. Of(id).OrderBy(outcome => outcome.Result).ThenBy(outcome => outcome.Reason)] : [];

        IReadOnlySet<CriterionOutcome> Of(string other)
        {
            if (!known.TryGetValue(other, out var outcomes))
            {
                known[other] = outcomes = _byId[other].Outcomes(Of).ToHashSet();
            }

            return outcomes;
        }
    }

    /// <summary>
    /// Says whether the plan may be about any of these orders, before any evidence is read. An order whose region hangs on a
    /// reason that is not yet in hand is let through; the assessment then decides.
    /// </summary>
    /// <param name="draftOrders">The draft orders of the call; only selected ones can make it true.</param>
    /// <returns>False when nothing need be read or said.</returns>
    public bool IsAbout(IReadOnlyList<DraftedOrder> draftOrders)
    {
        ArgumentNullException.ThrowIfNull(draftOrders);
        if (!draftOrders.Any(order => order is { IsSelected: true, ResourceType: "ServiceRequest" }))
        {
            return false;
        }

        var record = PatientRecordBuilder.Build(Terminology, string.Empty, draftOrders, []);
        return AssessOrders(record).Result is not CriterionResult.NotMet;
    }

    /// <summary>Gives T0 and today: T0 is the latest authoredOn of the orders the plan is about, unless that lies in the future.</summary>
    /// <param name="record">The record.</param>
    /// <param name="now">The present, in the site's time zone.</param>
    /// <returns>The clock.</returns>
    public AssessmentClock ClockFor(PatientRecord record, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(record);
        var today = DateOnly.FromDateTime(now.DateTime);
        var orders = Counted(record);
        DateOnly? latest = null;
        foreach (var order in orders)
        {
            var isPast = order.Start is { } authored && (authored.Instant is { } instant ? instant <= now : authored.IsCertainlyOnOrBefore(today));
            if (isPast && order.Start is { IsDay: true } day && !(day.Earliest <= latest))
            {
                latest = day.Earliest;
            }
        }

        return new AssessmentClock(latest is { } t0 && t0 < today ? t0 : today, today);
    }

    /// <summary>Lists the selected orders in the record that the plan is about.</summary>
    /// <param name="record">The record.</param>
    /// <returns>The draft orders that matched.</returns>
    public IReadOnlyList<EvidenceRecord> Counted(PatientRecord record) =>
        NewContext(record, new AssessmentClock(DateOnly.MaxValue, DateOnly.MaxValue)).StateOf(_ordersId).Counted;

    /// <summary>Assesses every enabled criterion. Pure: the same record and clock give the same assessment.</summary>
    /// <param name="record">The evidence.</param>
    /// <param name="clock">T0 and today.</param>
    /// <returns>The assessment.</returns>
    public Assessment Assess(PatientRecord record, AssessmentClock clock)
    {
        ArgumentNullException.ThrowIfNull(record);
        var context = NewContext(record, clock);
        var findings = new Finding[_criteria.Count];
        for (var index = 0; index < findings.Length; index++)
        {
            findings[index] = context.StateOf(_criteria[index]).Finding;
        }

        return new Assessment(Canonical, Profile, clock, findings, record.Retrieval) { LeftOut = record.LeftOut(clock.Today) };
    }

    private Finding AssessOrders(PatientRecord record) =>
        NewContext(record, new AssessmentClock(DateOnly.MaxValue, DateOnly.MaxValue)).StateOf(_ordersId).Finding;

    private AssessmentContext NewContext(PatientRecord record, AssessmentClock clock) => new(record, clock, _region, _byId, _ordersId);

    /// <summary>What a rule set is made of.</summary>
    internal sealed record Parts
    {
        public required string Canonical { get; init; }

        public required string Title { get; init; }

        public required string Profile { get; init; }

        public required ParameterSet Parameters { get; init; }

        public required TerminologyIndex Terminology { get; init; }

        public required IReadOnlySet<EvidenceKind> KeepAll { get; init; }

        public required IReadOnlySet<EvidenceKind> Reads { get; init; }

        public required IReadOnlyList<Criterion> Criteria { get; init; }

        public required IReadOnlyCollection<string> Declared { get; init; }

        public required PlanRegion Region { get; init; }

        public required string[] Phrases { get; init; }

        public required string OrdersId { get; init; }
    }
}
