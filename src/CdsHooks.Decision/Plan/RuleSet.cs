using System.Collections.Frozen;
using CdsHooks.Decision.Criteria;
using CdsHooks.Decision.Criteria.Matching;
using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Evidence;
using CdsHooks.Fhir.Terminology;

namespace CdsHooks.Decision.Plan;

/// <summary>A plan's criteria, compiled under one set of parameters. Immutable; safe to share between calls.</summary>
public sealed class RuleSet
{
    private readonly IReadOnlyList<Criterion> _criteria;
    private readonly FrozenDictionary<string, Criterion> _byId;
    private readonly FrozenSet<string> _declared;
    private readonly PlanBodySites _bodySites;
    private readonly string[] _phrases;
    private readonly string _ordersId;

    internal RuleSet(Parts parts)
    {
        Canonical = parts.Canonical;
        Title = parts.Title;
        SiteParameters = parts.SiteParameters;
        Parameters = parts.Parameters;
        Terminology = parts.Terminology;
        KeepAll = parts.KeepAll;
        Reads = parts.Reads;
        Needs = parts.Needs;
        ObservationCodes = SearchTokens.Of(EvidenceKind.Observation, parts.Criteria, parts.Terminology);
        _criteria = parts.Criteria;
        for (var index = 0; index < parts.Criteria.Count; index++)
        {
            parts.Criteria[index].Index = index;
        }

        _byId = parts.Criteria.ToFrozenDictionary(criterion => criterion.Id, StringComparer.Ordinal);
        _declared = parts.Declared.ToFrozenSet(StringComparer.Ordinal);
        _bodySites = parts.BodySites;
        _phrases = parts.Phrases;
        _ordersId = parts.OrdersId;
        Criteria = [.. parts.Criteria.Select(criterion => criterion.Outline)];
        FindsOrdersByWords = _byId[_ordersId] is LeafCriterion orders && orders.Inputs.Any(input => input.Words.Count > 0);
    }

    /// <summary>Gets the plan's canonical with its version.</summary>
    public string Canonical { get; }

    /// <summary>Gets the plan's title.</summary>
    public string Title { get; }

    /// <summary>Gets the id of the site parameters in force; <c>seed</c> when the plan's defaults are.</summary>
    public string SiteParameters { get; }

    /// <summary>Gets the parameters with the values in force.</summary>
    public ParameterSet Parameters { get; }

    /// <summary>Gets the value sets.</summary>
    public TerminologyIndex Terminology { get; }

    /// <summary>Gets the kinds of resource that must be kept whether a value set knows their code or not.</summary>
    public IReadOnlySet<EvidenceKind> KeepAll { get; }

    /// <summary>Gets the kinds of resource that an enabled criterion reads, draft orders apart.</summary>
    public IReadOnlySet<EvidenceKind> Reads { get; }

    /// <summary>Gets those of <see cref="Reads"/> that settle a criterion, and do not only explain one.</summary>
    public IReadOnlySet<EvidenceKind> Needs { get; }

    /// <summary>Gets the codes of the Observations that an enabled criterion reads, for servers that search these by category or code only.</summary>
    /// <value>
    /// <c>system|code</c>, sorted. What is read by its value or by a part of a panel is not among them: such servers are asked by
    /// category as well.
    /// </value>
    public IReadOnlyList<string> ObservationCodes { get; }

    /// <summary>Gets a value indicating whether an order may be found by its words, without a code.</summary>
    public bool FindsOrdersByWords { get; }

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

    /// <summary>Finds the orders that the plan is about. Pure: nothing but the orders counts.</summary>
    /// <param name="orders">The draft orders of the call, read before the chart or beside it; only selected ones match.</param>
    /// <returns>What matched. An order whose region hangs on a reason that is not in hand leaves it unknown.</returns>
    public OrderMatch Match(OrderRecords orders)
    {
        return new OrderMatch(orders, NewContext(new PatientRecord(orders), default).StateOf(_ordersId));
    }

    /// <summary>Assesses every enabled criterion. Pure: the same record and clock give the same assessment.</summary>
    /// <param name="record">The evidence.</param>
    /// <param name="orders">What matched of the record's orders.</param>
    /// <param name="clock">The evaluation date and today.</param>
    /// <returns>The assessment.</returns>
    /// <exception cref="ArgumentException"><paramref name="orders"/> is a match of other orders than the record's.</exception>
    public Assessment Assess(PatientRecord record, OrderMatch orders, AssessmentClock clock)
    {
        if (!ReferenceEquals(orders.Orders, record.Orders))
        {
            throw new ArgumentException("The match must be one of the record's own orders.", nameof(orders));
        }

        var context = NewContext(record, clock);
        context.SetState(_byId[_ordersId], orders.State);
        var findings = new Finding[_criteria.Count];
        for (var index = 0; index < findings.Length; index++)
        {
            findings[index] = context.StateOf(_criteria[index]).Finding;
        }

        return new Assessment(Canonical, SiteParameters, clock, findings, record.Retrieval) { LeftOut = record.LeftOut(clock.Today), Needs = Needs };
    }

    private AssessmentContext NewContext(PatientRecord record, AssessmentClock clock) => new(record, clock, _bodySites, _byId, _ordersId);

    /// <summary>What a rule set is made of.</summary>
    internal sealed record Parts
    {
        public required string Canonical { get; init; }

        public required string Title { get; init; }

        public required string SiteParameters { get; init; }

        public required ParameterSet Parameters { get; init; }

        public required TerminologyIndex Terminology { get; init; }

        public required IReadOnlySet<EvidenceKind> KeepAll { get; init; }

        public required IReadOnlySet<EvidenceKind> Reads { get; init; }

        public required IReadOnlySet<EvidenceKind> Needs { get; init; }

        public required IReadOnlyList<Criterion> Criteria { get; init; }

        public required IReadOnlyCollection<string> Declared { get; init; }

        public required PlanBodySites BodySites { get; init; }

        public required string[] Phrases { get; init; }

        public required string OrdersId { get; init; }
    }
}
