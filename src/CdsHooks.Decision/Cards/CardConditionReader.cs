using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Plan;
using Hl7.Fhir.Model;

namespace CdsHooks.Decision.Cards;

/// <summary>Reads the <c>when</c> conditions of a row, a line, a suggestion or a lowered indicator.</summary>
internal sealed class CardConditionReader(CardScope scope)
{
    /// <summary>Reads all conditions; an invalid one is reported and omitted.</summary>
    public IReadOnlyList<CardCondition> Read(IExtendable owner)
    {
        List<CardCondition> conditions = [];
        foreach (var when in owner.Part().AllNamed("when"))
        {
            if (ReadOne(when) is { } condition)
            {
                conditions.Add(condition);
            }
        }

        return conditions;
    }

    private CardCondition? ReadOne(Extension when)
    {
        var criterion = when.Text("criterion");
        if (criterion is null || !scope.Rules.Declares(criterion))
        {
            scope.AddIssue(when, "A when needs the id of a criterion that the plan declares.");
            return null;
        }

        List<CriterionResult> results = [];
        foreach (var result in when.AllNamed("result"))
        {
            if (ReasonCodes.TryParse(Code(result), out CriterionResult parsed))
            {
                results.Add(parsed);
            }
            else
            {
                scope.AddIssue(result, "A result must be met, not-met or unknown.");
            }
        }

        List<Reason> reasons = [];
        foreach (var reason in when.AllNamed("reason"))
        {
            if (ReasonCodes.TryParse(Code(reason), out Reason parsed))
            {
                reasons.Add(parsed);
            }
            else
            {
                scope.AddIssue(reason, "A reason must be a code of the CodeSystem criterion-reason.");
            }
        }

        if (results.Count > 0)
        {
            return new CardCondition(criterion, results, reasons, ReadFull(when));
        }

        if (when.AllNamed("result").Count == 0)
        {
            scope.AddIssue(when, "A when needs at least one result.");
        }

        return null;
    }

    private bool? ReadFull(Extension when)
    {
        if (when.Named("full") is not { } extension)
        {
            return null;
        }

        var isFull = extension.Value.AsFlag();
        if (isFull is null)
        {
            scope.AddIssue(extension, "full must be true or false.");
        }

        return isFull;
    }

    private static string Code(Extension extension) => extension.Value.AsText() ?? string.Empty;
}
