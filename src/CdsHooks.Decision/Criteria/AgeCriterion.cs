using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Evidence;
using CdsHooks.Fhir;

namespace CdsHooks.Decision.Criteria;

/// <summary>Kind <c>age</c>: whole years at the evaluation date. The result is unknown when the birth date is missing, or so imprecise that it spans the limit.</summary>
internal sealed class AgeCriterion(CriterionOutline outline, int minYears) : Criterion(outline)
{
    // There are so few older people that their age would tell who they are.
    private const int GreatestAge = 90;

    public override CriterionState Assess(AssessmentContext context)
    {
        var (result, reason) = Judge(context);
        return new CriterionState(new Finding(Id, result, reason, []) { Figures = context.Record.BirthDate is { } birth ? () => FiguresOf(birth, context.Clock.EvaluationDate) : null }, []);
    }

    public override RecordedResult? Judge(FindingFigures figures) => figures.Items is [{ Value: { } least, Most: var most }]
        ? least >= minYears ? new RecordedResult(CriterionResult.Met, Reason.Documented)
            : most >= minYears ? new RecordedResult(CriterionResult.Unknown, Reason.Unusable)
            : new RecordedResult(CriterionResult.NotMet, Reason.MeasuredNegative)
        : null;

    public override Reason? LostEvidence(AssessmentContext context) => null;

    public override IEnumerable<CriterionOutcome> Outcomes(Func<string, IReadOnlySet<CriterionOutcome>> others) =>
    [
        CriterionOutcome.Met(),
        CriterionOutcome.NotMet(Reason.MeasuredNegative),
        CriterionOutcome.Unknown(Reason.NotStated),
        CriterionOutcome.Unknown(Reason.NotRetrieved),
        CriterionOutcome.Unknown(Reason.Unusable),
    ];

    private static FindingFigures FiguresOf(FhirDateTime birth, DateOnly day)
    {
        var (least, most) = (YearsBetween(birth.Latest, day), YearsBetween(birth.Earliest, day));
        return new FindingFigures([new Figure(FigureKind.Age) { Value = least, Most = most == least ? null : most, Unit = "a" }]);
    }

    private static int YearsBetween(DateOnly birth, DateOnly day)
    {
        var years = Math.Clamp(day.Year - birth.Year, 0, GreatestAge);
        return years > 0 && new Duration(years, "a").Before(day) < birth ? years - 1 : years;
    }

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
