using CdsHooks.Decision.Criteria.Matching;
using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Evidence;

namespace CdsHooks.Decision.Criteria;

/// <summary>Kinds <c>condition</c> and <c>order</c>: met by any record that counts.</summary>
internal sealed class RecordCriterion(CriterionOutline outline, IReadOnlyList<EvidenceInput> inputs, bool absentIsUnknown)
    : LeafCriterion(outline, inputs, absentIsUnknown)
{
    /// <summary>Creates the evidence items: newest first, the statements of orders last, independently of the order in which resources arrive.</summary>
    private static List<EvidenceItem> InOrder(List<(EvidenceRecord Record, EvidenceInput Input)> counts) =>
        [.. counts
            .OrderBy(count => count.Input.Kind is EvidenceKind.DraftOrder)
            .ThenByDescending(count => count.Record.Start?.Latest)
            .ThenBy(count => count.Record.Reference, StringComparer.Ordinal)
            .Select(count => ItemOf(count.Record, count.Input))
            .Distinct()];

    /// <summary>Determines whether a record counts by itself, selected or not.</summary>
    public bool Matches(EvidenceRecord record, AssessmentContext context) =>
        Inputs.Any(input => input.Kind == record.Kind && input.Role is InputRole.Counts && input.Examine(record, context).Kind is MatchKind.Counts);

    public override CriterionState Assess(AssessmentContext context)
    {
        var matches = InputMatches.Take(Inputs, context, onlySelected: context.IsTrigger(this));
        if (matches.Counts.Count > 0)
        {
            List<EvidenceRecord> counted = [.. matches.Counts.Select(count => count.Record).Distinct()];
            return Met(Reason.Documented, counted, evidence: new OnDemand<EvidenceItem>(() => InOrder(matches.Counts))) with { Unread = matches.Unread };
        }

        return matches.Excepts.Count > 0
            ? Met(Reason.ByException, [], evidence: Items(matches.Excepts))
            : NotMetOrUnknown(context, matches);
    }
}
