using CdsHooks.Decision.Evidence;

namespace CdsHooks.Decision.Rules;

/// <summary>Kinds <c>condition</c> and <c>order</c>: met by any record that counts.</summary>
internal sealed class RecordCriterion(CriterionOutline outline, IReadOnlyList<EvidenceInput> inputs, bool absentIsUnknown)
    : LeafCriterion(outline, inputs, absentIsUnknown)
{
    public override CriterionState Assess(AssessmentContext context)
    {
        var tally = Tally.Take(Inputs, context);
        if (tally.Counts.Count > 0)
        {
            List<EvidenceRecord> counted = [.. tally.Counts.Select(count => count.Record).Distinct()];
            return Met(Reason.Documented, counted, evidence: Items(counted));
        }

        return tally.Excepts.Count > 0
            ? Met(Reason.ByException, [], evidence: Items(tally.Excepts))
            : Fallen(context, tally);
    }
}
