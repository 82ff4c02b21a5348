using System.Collections.Frozen;
using System.Text.Json;
using CdsHooks.Decision.Criteria;
using CdsHooks.Decision.Criteria.Matching;
using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Evidence;
using CdsHooks.Decision.Intake;
using CdsHooks.Fhir.Terminology;

namespace CdsHooks.Decision.Plan;

/// <summary>A plan's criteria, compiled with one set of parameters. Immutable and thread-safe.</summary>
public sealed class RuleSet
{
    private readonly Parts _parts;
    private readonly FrozenDictionary<string, Criterion> _byId;
    private readonly FrozenSet<string> _declared;

    /// <summary>The value sets with the codes of orders that the plan is about; empty when orders are found by something else, too.</summary>
    private readonly IReadOnlyList<int> _orderCodes;

    internal RuleSet(Parts parts)
    {
        _parts = parts;
        ObservationCodes = ObservationCodesOf(parts.Criteria, parts.Terminology);
        for (var index = 0; index < parts.Criteria.Count; index++)
        {
            parts.Criteria[index].Index = index;
        }

        _byId = parts.Criteria.ToFrozenDictionary(criterion => criterion.Id, StringComparer.Ordinal);
        _declared = parts.Declared.ToFrozenSet(StringComparer.Ordinal);
        Criteria = [.. parts.Criteria.Select(criterion => criterion.Outline)];
        FindsOrdersByWords = _byId[OrdersId] is LeafCriterion orders && orders.Inputs.Any(input => input.Words.Count > 0);
        _orderCodes = _byId[OrdersId] is LeafCriterion byCode && byCode.Inputs.All(input => input.CodeValueSets.Any()) ? [.. byCode.Inputs.SelectMany(input => input.CodeValueSets)] : [];
    }

    /// <summary>Gets the plan's canonical with its version.</summary>
    public string Canonical => _parts.Canonical;

    /// <summary>Gets the plan's title.</summary>
    public string Title => _parts.Title;

    /// <summary>Gets the id of the site parameters; <c>seed</c> for the plan's defaults.</summary>
    public string SiteParameters => _parts.SiteParameters;

    /// <summary>Gets the parameters with the values in effect.</summary>
    public ParameterSet Parameters => _parts.Parameters;

    /// <summary>Gets the value sets.</summary>
    public TerminologyIndex Terminology => _parts.Terminology;

    /// <summary>Gets the kinds of resource that must be kept even if no value set contains their code.</summary>
    public IReadOnlySet<EvidenceKind> KeepAll => _parts.KeepAll;

    /// <summary>Gets the kinds of resource that an enabled criterion reads, except draft orders.</summary>
    public IReadOnlySet<EvidenceKind> Reads => _parts.Reads;

    /// <summary>Gets those of <see cref="Reads"/> that decide a criterion, and are not only supporting information.</summary>
    public IReadOnlySet<EvidenceKind> Needs => _parts.Needs;

    /// <summary>Gets the codes of the Observations that an enabled criterion reads, for servers that search them only by category or code.</summary>
    /// <value>
    /// <c>system|code</c>, sorted. Observations that are read by their value or by a member of a panel are not included: such servers
    /// are also searched by category.
    /// </value>
    public IReadOnlyList<string> ObservationCodes { get; }

    /// <summary>Gets a value that indicates whether an order can be found by its text, without a code.</summary>
    public bool FindsOrdersByWords { get; }

    /// <summary>Determines quickly whether a resource may be an order that the plan is about, or a procedure that carries one out.</summary>
    /// <param name="resource">The resource as JSON.</param>
    /// <returns>False when it is neither.</returns>
    /// <exception cref="JsonException">It is a ServiceRequest or a Procedure and not JSON.</exception>
    public bool MayBeOrder(ReadOnlyMemory<byte> resource)
    {
        if (!ChartScan.MayBeOrder(resource.Span) || (!FindsOrdersByWords && _orderCodes.Count > 0 && IsCodedAsOther(resource.Span)))
        {
            return false;
        }

        using var json = JsonDocument.Parse(resource, new JsonDocumentOptions { MaxDepth = RequestRoot.MaxDepth });
        return MayBeOrder(json.RootElement);
    }

    /// <summary>Determines by its code alone whether a resource may be an order that the plan is about, or a procedure that carries one out.</summary>
    /// <param name="resource">The resource, a JSON object.</param>
    /// <returns>False when the plan is certainly not about it; true also for a code that cannot be read.</returns>
    public bool MayBeOrder(JsonElement resource)
    {
        if (FindsOrdersByWords || _orderCodes.Count is 0)
        {
            return true;
        }

        if (!resource.TryGetProperty("code"u8, out var code))
        {
            return false;
        }

        return code.ValueKind is not JsonValueKind.Object
            || (code.TryGetProperty("coding"u8, out var codings) && (codings.ValueKind is not JsonValueKind.Array || codings.EnumerateArray().Any(MayBeOrderCode)));
    }

    /// <summary>Gets the id of the criterion that selects the orders that the plan is about.</summary>
    public string OrdersId => _parts.OrdersId;

    /// <summary>Gets the enabled criteria in the plan's order, the order criterion first.</summary>
    public IReadOnlyList<CriterionOutline> Criteria { get; }

    /// <summary>Finds the outline of an enabled criterion, or null.</summary>
    public CriterionOutline? FindCriterion(string id) => _byId.GetValueOrDefault(id)?.Outline;

    /// <summary>Lists the enabled inputs of a criterion with the values in effect: what it reads of a chart.</summary>
    /// <param name="id">The id of the criterion.</param>
    /// <returns>The inputs, in the plan's order; none for a group, and for a criterion that is not enabled.</returns>
    public IReadOnlyList<InputOutline> InputsOf(string id) =>
        _byId.GetValueOrDefault(id) is { } criterion ? InputOutlines.Of(criterion, _parts.BodySites, Terminology) : [];

    /// <summary>Gets the enabled members of a group, a leaf as its only member, and nothing for a criterion that is not enabled.</summary>
    internal IEnumerable<string> MembersOf(string id) => FindCriterion(id) switch
    {
        null => [],
        { Members.Count: > 0 } group => group.Members.Where(_byId.ContainsKey),
        var leaf => [leaf.Id],
    };

    /// <summary>True when the plan declares a criterion, enabled or not.</summary>
    public bool Declares(string id) => _declared.Contains(id);

    /// <summary>Gets the phrase of a card for a reason.</summary>
    /// <returns>The phrase, which can contain the inserts <c>{days} {events} {weeks} {first} {last} {measured}</c>.</returns>
    public string Phrase(Reason reason) => _parts.Phrases[(int)reason];

    /// <summary>Lists the possible outcomes of a criterion with these parameters, for any chart: the cases of a plan should cover them.</summary>
    /// <param name="id">The id of an enabled criterion.</param>
    /// <returns>The outcomes, met first, reasons in the order of <see cref="Reason"/>; empty when there is no such criterion.</returns>
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

    /// <summary>Finds the orders that the plan is about. Pure: it depends only on the orders.</summary>
    /// <param name="orders">The draft orders of the call, read before or with the chart; only selected ones match.</param>
    /// <returns>The match; unknown where the body site of an order depends on a reason that was not retrieved.</returns>
    public OrderMatch Match(OrderRecords orders) => new(orders, NewContext(new PatientRecord(orders), default).StateOf(OrdersId));

    /// <summary>Assesses every enabled criterion. Pure: the same record and clock give the same assessment.</summary>
    /// <param name="record">The evidence.</param>
    /// <param name="orders">The match of the record's orders.</param>
    /// <param name="clock">The evaluation date and today.</param>
    /// <exception cref="ArgumentException"><paramref name="orders"/> is a match of orders other than the record's.</exception>
    public Assessment Assess(PatientRecord record, OrderMatch orders, AssessmentClock clock) => Assess(Begin(record, orders, clock));

    /// <summary>Begins an assessment.</summary>
    /// <exception cref="ArgumentException"><paramref name="orders"/> is a match of orders other than the record's.</exception>
    internal AssessmentContext Begin(PatientRecord record, OrderMatch orders, AssessmentClock clock)
    {
        if (!ReferenceEquals(orders.Orders, record.Orders))
        {
            throw new ArgumentException("The match must be of the record's orders.", nameof(orders));
        }

        var context = NewContext(record, clock);
        context.SetState(_byId[OrdersId], orders.State);
        return context;
    }

    /// <summary>Assesses the criteria of an assessment that are not assessed yet.</summary>
    internal Assessment Assess(AssessmentContext context)
    {
        var findings = new Finding[_parts.Criteria.Count];
        for (var index = 0; index < findings.Length; index++)
        {
            findings[index] = context.StateOf(_parts.Criteria[index]).Finding;
        }

        return new Assessment(Canonical, SiteParameters, context.Clock, findings, context.Record.Retrieval) { LeftOut = context.Record.LeftOut(context.Clock.Today), Needs = Needs };
    }

    /// <summary>Finds the criteria that are compiled from the same definition with the same values as those of other rules, and depend on such criteria only.</summary>
    /// <param name="other">The other rules, with the same terminology.</param>
    /// <returns>For each criterion the index of the other; -1 when there is none.</returns>
    internal int[] SameAs(RuleSet other)
    {
        var same = new int[_parts.Criteria.Count];
        Array.Fill(same, -1);

        // Which criteria are enabled, and what the trigger finds, bears on the others.
        if (string.Equals(Canonical, other.Canonical, StringComparison.Ordinal)
            && Criteria.Select(criterion => criterion.Id).SequenceEqual(other.Criteria.Select(criterion => criterion.Id), StringComparer.Ordinal)
            && IsSame(_byId[OrdersId]))
        {
            for (var index = 0; index < same.Length; index++)
            {
                same[index] = IsSame(_parts.Criteria[index]) ? index : -1;
            }
        }

        return same;

        bool IsSame(Criterion criterion) =>
            criterion.Outline.Parameters.Concat(criterion.Outline.OtherParameters).All(name => string.Equals(Parameters.Find(name)?.Text, other.Parameters.Find(name)?.Text, StringComparison.Ordinal))
            && criterion.DependsOn.All(id => !_byId.TryGetValue(id, out var needed) || IsSame(needed));
    }

    /// <summary>Concludes every enabled criterion from given results of the leaves, as if a record had given them.</summary>
    /// <param name="leaf">Gets the result of a leaf.</param>
    /// <returns>The findings in the order of <see cref="Criteria"/>.</returns>
    public IReadOnlyList<Finding> Conclude(Func<string, Finding> leaf)
    {
        var context = NewContext(new PatientRecord(OrderRecords.Unread([])), default);
        foreach (var criterion in _parts.Criteria)
        {
            if (criterion is not GroupCriterion)
            {
                context.SetState(criterion, new CriterionState(leaf(criterion.Id), []));
            }
        }

        return [.. _parts.Criteria.Select(criterion => context.StateOf(criterion).Finding)];
    }

    /// <summary>Judges findings that were recorded under other parameters, without the chart: criteria that use a parameter are judged anew by their numbers, and groups by their members.</summary>
    /// <param name="recorded">The recorded findings; a criterion that is not among them is not in the assessment.</param>
    /// <param name="parameter">The parameter that differs.</param>
    /// <returns>The assessment without evidence; null when a criterion that uses the parameter cannot be judged by what is recorded, or a member of a group is not recorded.</returns>
    public Assessment? AssessRecorded(IReadOnlyDictionary<string, RecordedFinding> recorded, string parameter)
    {
        var context = NewContext(new PatientRecord(OrderRecords.Unread([])), default);
        foreach (var criterion in _parts.Criteria.Where(criterion => criterion.Outline.Members.Count is 0))
        {
            if (!recorded.TryGetValue(criterion.Id, out var known) || criterion.Outline.OtherParameters.Contains(parameter, StringComparer.Ordinal))
            {
                return null;
            }

            if (FindingOf(criterion, known, parameter) is not { } finding)
            {
                return null;
            }

            context.SetState(criterion, new CriterionState(finding, []) { IsAbsent = IsNothing(finding) });
        }

        return new Assessment(Canonical, SiteParameters, default, [.. _parts.Criteria.Select(criterion => context.StateOf(criterion).Finding)], []) { Needs = Needs };
    }

    /// <summary>Determines without parsing a resource that every coding of its code is one that the plan is not about: nearly always so.</summary>
    /// <returns>False also when a coding cannot be read like this.</returns>
    private bool IsCodedAsOther(ReadOnlySpan<byte> resource)
    {
        CodingScanner codings = new(resource, "code"u8);
        while (codings.MoveNext())
        {
            if (codings.System.IsEmpty || codings.Code.IsEmpty)
            {
                return false;
            }

            var found = Terminology.Lookup(codings.System, codings.Code);
            foreach (var code in _orderCodes)
            {
                if (found.Contains(code))
                {
                    return false;
                }
            }
        }

        return codings.IsAtEnd;
    }

    private bool MayBeOrderCode(JsonElement coding)
    {
        if (coding.ValueKind is not JsonValueKind.Object)
        {
            return true;
        }

        if (!coding.TryGetProperty("code"u8, out var code) || code.ValueKind is not JsonValueKind.String)
        {
            return code.ValueKind is not JsonValueKind.Undefined;
        }

        try
        {
            var found = coding.TryGetProperty("system"u8, out var system) && system.ValueKind is JsonValueKind.String
                ? Terminology.Lookup(system.GetString()!, code.GetString()!)
                : Terminology.LookupAnySystem(code.GetString()!);
            return _orderCodes.Any(found.Contains);
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair.
            return true;
        }
    }

    private static Finding? FindingOf(Criterion criterion, RecordedFinding known, string parameter)
    {
        var finding = new Finding(criterion.Id, known.Result, known.Reason, []);
        if (known.Figures is not { } figures)
        {
            return finding;
        }

        finding = finding with { Figures = () => figures, Facts = criterion.Judge(figures)?.Facts };
        if (!criterion.Outline.Parameters.Contains(parameter, StringComparer.Ordinal))
        {
            return finding;
        }

        return known.IsCut || criterion.Judge(figures) is not { } judged ? null
            : judged.Result == known.Result ? finding
            : finding with { Result = judged.Result, Reason = judged.Reason };
    }

    private static bool IsNothing(Finding finding) => finding is { Result: CriterionResult.NotMet, Reason: Reason.NotDocumented };

    private AssessmentContext NewContext(PatientRecord record, AssessmentClock clock) => new(record, clock, _parts.BodySites, _byId, OrdersId);

    // A server cannot be searched by a prefix of codes, nor by an element other than the code.
    private static IReadOnlyList<string> ObservationCodesOf(IReadOnlyList<Criterion> criteria, TerminologyIndex terminology) =>
        [.. criteria.OfType<LeafCriterion>()
            .SelectMany(leaf => leaf.Inputs)
            .Where(input => input.Kind is EvidenceKind.Observation)
            .SelectMany(input => input.CodeValueSets.Take(1))
            .SelectMany(terminology.Members)
            .Where(member => !member.IsPrefix)
            .Select(member => $"{member.System}|{member.Code}")
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)];

    /// <summary>The parts of a rule set.</summary>
    internal sealed record Parts(
        string Canonical,
        string Title,
        string SiteParameters,
        ParameterSet Parameters,
        TerminologyIndex Terminology,
        IReadOnlySet<EvidenceKind> KeepAll,
        IReadOnlySet<EvidenceKind> Reads,
        IReadOnlySet<EvidenceKind> Needs,
        IReadOnlyList<Criterion> Criteria,
        IReadOnlyCollection<string> Declared,
        PlanBodySites BodySites,
        string[] Phrases,
        string OrdersId);
}

/// <summary>A finding as it was recorded, without its evidence.</summary>
/// <param name="Result">The result.</param>
/// <param name="Reason">The reason.</param>
/// <param name="Figures">The numbers behind it; null when there were none.</param>
public sealed record RecordedFinding(CriterionResult Result, Reason Reason, FindingFigures? Figures)
{
    /// <summary>Gets a value indicating whether there were more numbers than are recorded.</summary>
    public bool IsCut { get; init; }
}
