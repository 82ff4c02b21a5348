using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Plan;
using Hl7.Fhir.Model;

namespace CdsHooks.Decision.Cards;

/// <summary>Reads the <c>when</c> conditions of a row, a line, a suggestion or a lowered indicator.</summary>
internal sealed class CardConditionReader(CardScope scope)
{
    /// <summary>Reads all conditions; an invalid one is reported and omitted.</summary>
    public IReadOnlyList<CardCondition> Read(IExtendable owner) => owner.Part().AllNamed("when").Select(ReadOne).OfType<CardCondition>().ToList();

    /// <summary>Reads the reasons of a condition or a phrase; one that is not in the closed list is reported and omitted.</summary>
    public static List<Reason> ReadReasons(Extension owner, CardScope scope) => ReadCodes<Reason>(
        owner, scope, "reason", ReasonCodes.TryParse, "A reason must be a code of the CodeSystem criterion-reason.");

    private CardCondition? ReadOne(Extension when)
    {
        if (when.Text("criterion") is not { } criterion || !scope.Rules.Declares(criterion))
        {
            return scope.Reject<CardCondition>(when, "A when needs the id of a criterion that the plan declares.");
        }

        var results = ReadCodes<CriterionResult>(when, scope, "result", ReasonCodes.TryParse, "A result must be met, not-met or unknown.");
        var reasons = ReadReasons(when, scope);
        scope.Require(when.AllNamed("result").Count > 0, when, "A when needs at least one result.");
        return results.Count > 0 ? new CardCondition(criterion, results, reasons, ReadFull(when)) : null;
    }

    private delegate bool Parser<T>(string? code, out T parsed);

    private static List<T> ReadCodes<T>(Extension owner, CardScope scope, string name, Parser<T> parse, string message)
    {
        List<T> codes = [];
        foreach (var extension in owner.AllNamed(name))
        {
            if (parse(extension.Value.AsText(), out var parsed))
            {
                codes.Add(parsed);
            }
            else
            {
                scope.AddIssue(extension, message);
            }
        }

        return codes;
    }

    private bool? ReadFull(Extension when) => when.Named("full") is not { } extension
        ? null
        : extension.Value.AsFlag() ?? scope.Reject<bool?>(extension, "full must be true or false.");
}
