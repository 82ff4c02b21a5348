using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Evidence;

namespace CdsHooks.Decision.Criteria;

/// <summary>Combines members as <c>all</c>, <c>any</c> or <c>none</c> in Kleene's three-valued logic.</summary>
internal sealed class GroupCriterion(CriterionOutline outline, GroupKind kind, Reason? notMetReason) : Criterion(outline)
{
    /// <summary>The state when none of the members found anything, which is the same for every chart.</summary>
    private CriterionState? _absent;

    public override CriterionState Assess(AssessmentContext context)
    {
        var members = new List<CriterionState>(Outline.Members.Count);
        var isAbsent = true;
        foreach (var id in Outline.Members)
        {
            var member = context.StateOf(id);
            members.Add(member);
            isAbsent &= member.IsAbsent;
        }

        return isAbsent ? _absent ??= Conclude(members) with { IsAbsent = kind is not GroupKind.None } : Conclude(members);
    }

    public override Reason? LostEvidence(AssessmentContext context) =>
        Outline.Members.Select(context.LostEvidenceOf).FirstOrDefault(lost => lost is not null);

    public override IEnumerable<CriterionOutcome> Outcomes(Func<string, IReadOnlySet<CriterionOutcome>> others)
    {
        var members = Outline.Members.SelectMany(id => others(id)).ToHashSet();
        foreach (var unknown in members.Where(outcome => outcome.Result is CriterionResult.Unknown))
        {
            yield return unknown;
        }

        if (kind is GroupKind.None)
        {
            yield return CriterionOutcome.Met();
            yield return CriterionOutcome.NotMet(Reason.Excluded);
            yield break;
        }

        foreach (var outcome in members.Where(outcome => outcome.Result is not CriterionResult.Unknown))
        {
            yield return outcome is { Result: CriterionResult.NotMet, Reason: Reason.NotDocumented } && notMetReason is { } reason
                ? CriterionOutcome.NotMet(reason)
                : outcome;
        }
    }

    private CriterionState Conclude(List<CriterionState> members)
    {
        var result = Combine(kind, members.Select(member => member.Finding.Result));
        var deciding = Deciding(members, result);
        var facts = deciding.Find(member => member.Finding.Facts is not null)?.Finding.Facts;
        return new CriterionState(new Finding(Id, result, ReasonOf(deciding, result), EvidenceOf(deciding), facts), CountedOf(members));
    }

    private static OnDemand<EvidenceItem> EvidenceOf(List<CriterionState> deciding) =>
        new(() => [.. deciding.SelectMany(member => member.Finding.Evidence).Distinct()]);

    private static OnDemand<EvidenceRecord> CountedOf(List<CriterionState> members) =>
        new(() => [.. members.SelectMany(member => member.Counted).Distinct()]);

    /// <summary>Creates the same group with fewer members.</summary>
    public GroupCriterion With(IReadOnlyList<string> members) => new(Outline with { Members = members }, kind, notMetReason);

    /// <summary>Combines results: <c>none</c> is the negation of <c>any</c>.</summary>
    public static CriterionResult Combine(GroupKind kind, IEnumerable<CriterionResult> results)
    {
        var decisive = kind is GroupKind.All ? CriterionResult.NotMet : CriterionResult.Met;
        var otherwise = kind is GroupKind.Any ? CriterionResult.NotMet : CriterionResult.Met;
        var whenDecided = kind is GroupKind.Any ? CriterionResult.Met : CriterionResult.NotMet;
        var anyUnknown = false;
        foreach (var result in results)
        {
            if (result == decisive)
            {
                return whenDecided;
            }

            anyUnknown |= result is CriterionResult.Unknown;
        }

        return anyUnknown ? CriterionResult.Unknown : otherwise;
    }

    /// <summary>Lists the members that determined the result.</summary>
    private List<CriterionState> Deciding(List<CriterionState> members, CriterionResult result)
    {
        var wanted = (kind, result) switch
        {
            (_, CriterionResult.Unknown) => CriterionResult.Unknown,
            (GroupKind.None, CriterionResult.Met) => CriterionResult.NotMet,
            (GroupKind.None, _) => CriterionResult.Met,
            _ => result,
        };
        return members.FindAll(member => member.Finding.Result == wanted);
    }

    private Reason ReasonOf(List<CriterionState> deciding, CriterionResult result)
    {
        var reasons = deciding.ConvertAll(member => member.Finding.Reason);
        if (kind is GroupKind.None && result is not CriterionResult.Unknown)
        {
            return result is CriterionResult.Met ? Reason.Documented : Reason.Excluded;
        }

        if (result is CriterionResult.Met)
        {
            // One exception makes "all" an exception; "any" is one only if every met member is.
            var isException = kind is GroupKind.All ? reasons.Contains(Reason.ByException) : reasons.TrueForAll(reason => reason is Reason.ByException);
            return isException ? Reason.ByException : Reason.Documented;
        }

        var first = result is CriterionResult.NotMet && kind is GroupKind.Any ? MostSpecific(reasons) : reasons[0];
        return first is Reason.NotDocumented ? notMetReason ?? first : first;
    }

    /// <summary>Gets the first reason for "not met" that is more specific than "no record found".</summary>
    private static Reason MostSpecific(List<Reason> reasons)
    {
        var index = reasons.FindIndex(reason => reason is not Reason.NotDocumented);
        return index < 0 ? Reason.NotDocumented : reasons[index];
    }
}

/// <summary>The operator by which a group combines its members.</summary>
internal enum GroupKind
{
    /// <summary>Met when every member is met.</summary>
    All,

    /// <summary>Met when at least one member is met.</summary>
    Any,

    /// <summary>Met when every member is not met.</summary>
    None,
}
