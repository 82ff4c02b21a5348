using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Evidence;

namespace CdsHooks.Decision.Criteria;

/// <summary>Kind <c>age</c>: whole years at the evaluation date. The result is unknown when the birth date is missing, or so imprecise that it spans the limit.</summary>
internal sealed class AgeCriterion(CriterionOutline outline, int minYears) : Criterion(outline)
{
    public override CriterionState Assess(AssessmentContext context)
    {
        var (result, reason) = Judge(context);
        return new CriterionState(new Finding(Id, result, reason, []), []);
    }

    public override Reason? LostEvidence(AssessmentContext context) => null;

    public override IEnumerable<CriterionOutcome> Outcomes(Func<string, IReadOnlySet<CriterionOutcome>> others) =>
    [
        CriterionOutcome.Met(),
        CriterionOutcome.NotMet(Reason.MeasuredNegative),
        CriterionOutcome.Unknown(Reason.NotStated),
        CriterionOutcome.Unknown(Reason.NotRetrieved),
        CriterionOutcome.Unknown(Reason.Unusable),
    ];

    private (CriterionResult Result, Reason Reason) Judge(AssessmentContext context)
    {
        if (context.Record.BirthDate is not { } birth)
        {
            var isComplete = context.Record.RetrievalOf(EvidenceKind.Patient).IsComplete;
            return (CriterionResult.Unknown, isComplete ? Reason.NotStated : Reason.NotRetrieved);
        }

        var latestBirth = new Duration(minYears, "a").Before(context.Clock.EvaluationDate);
        return birth.IsCertainlyOnOrBefore(latestBirth) ? (CriterionResult.Met, Reason.Documented)
            : birth.IsPossiblyOnOrBefore(latestBirth) ? (CriterionResult.Unknown, Reason.Unusable)
            : (CriterionResult.NotMet, Reason.MeasuredNegative);
    }
}
