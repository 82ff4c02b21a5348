using CdsHooks.Decision.Protocol;
using CdsHooks.Decision.Rules;
using Hl7.Fhir.Model;

namespace CdsHooks.Decision.Cards;

/// <summary>Reads what cards take from code systems: the names of their kinds, and the override reasons.</summary>
internal sealed class ConceptReader(CardScope scope)
{
    /// <summary>Code system of the kinds of card.</summary>
    public const string CardKinds = PlanExtensions.CodeSystemBase + "card-kind";

    /// <summary>Reads the display of a kind of card; empty when there is none, which is a fault.</summary>
    public string ReadKindDisplay(PlanDefinition.ActionComponent card, string id)
    {
        if (scope.Knowledge.Find(CardKinds)?.Resource is CodeSystem kinds
            && kinds.Concept.Find(concept => string.Equals(concept.Code, id, StringComparison.Ordinal) && !string.IsNullOrEmpty(concept.Display)) is { } kind)
        {
            return kind.Display!;
        }

        scope.Fault(card, "The id of a card must be a code of CodeSystem card-kind, with a display.");
        return string.Empty;
    }

    /// <summary>Reads the reasons of the code system that the card's <c>override-reasons</c> names; empty when it names none.</summary>
    public IReadOnlyList<OverrideReason> ReadOverrideReasons(PlanDefinition.ActionComponent card)
    {
        if (card.Named("override-reasons") is not { } extension)
        {
            return [];
        }

        if (extension.Value.AsText() is not { } canonical
            || scope.Knowledge.Find(canonical) is not { Resource: CodeSystem system } found)
        {
            scope.Fault(extension, "The knowledge holds no CodeSystem of this URL.");
            return [];
        }

        List<OverrideReason> reasons = [];
        foreach (var concept in system.Concept)
        {
            if (concept.Code is { Length: > 0 } code && concept.Display is { Length: > 0 } display)
            {
                reasons.Add(new OverrideReason { Code = code, System = found.Url, Display = display });
            }
            else
            {
                scope.Faults.Add(found, concept, "An override reason needs a code and a display: clients show the display.");
            }
        }

        if (reasons.Count == 0)
        {
            scope.Fault(extension, "This CodeSystem holds no reason that could be offered.");
        }

        return reasons;
    }
}
