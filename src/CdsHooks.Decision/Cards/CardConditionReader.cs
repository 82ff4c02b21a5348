using System.Text.Json;
using CdsHooks.Decision.Rules;
using CdsHooks.Fhir;

namespace CdsHooks.Decision.Cards;

/// <summary>Reads the <c>when</c> extensions of a row, a line, a suggestion or a lowered indicator.</summary>
internal sealed class CardConditionReader(CardScope scope)
{
    /// <summary>Reads all of them; what is faulty is reported and left out.</summary>
    public IReadOnlyList<CardCondition> Read(FhirNode owner)
    {
        List<CardCondition> conditions = [];
        foreach (var when in owner.Extensions("when"))
        {
            if (ReadOne(when) is { } condition)
            {
                conditions.Add(condition);
            }
        }

        return conditions;
    }

    private CardCondition? ReadOne(FhirNode when)
    {
        var criterion = when.Text("criterion");
        if (criterion is null || !scope.Rules.Declares(criterion))
        {
            scope.Fault(when, "A when needs the id of a criterion that the plan declares.");
            return null;
        }

        List<CriterionResult> results = [];
        foreach (var result in when.Extensions("result"))
        {
            if (ReasonCodes.TryParse(Code(result), out CriterionResult parsed))
            {
                results.Add(parsed);
            }
            else
            {
                scope.Fault(result, "A result is met, not-met or unknown.");
            }
        }

        List<Reason> reasons = [];
        foreach (var reason in when.Extensions("reason"))
        {
            if (ReasonCodes.TryParse(Code(reason), out Reason parsed))
            {
                reasons.Add(parsed);
            }
            else
            {
                scope.Fault(reason, "A reason is a code of the CodeSystem criterion-reason.");
            }
        }

        if (results.Count > 0)
        {
            return new CardCondition(criterion, results, reasons, ReadFull(when));
        }

        if (when.Extensions("result").Count == 0)
        {
            scope.Fault(when, "A when needs at least one result.");
        }

        return null;
    }

    private bool? ReadFull(FhirNode when)
    {
        var extension = when.Extension("full");
        var value = extension.Value();
        if (value.Exists && value.Json.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return value.AsBoolean();
        }

        if (extension.Exists)
        {
            scope.Fault(extension, "full is true or false.");
        }

        return null;
    }

    private static string Code(FhirNode extension) => extension.Value().AsString() ?? string.Empty;
}
