using CdsHooks.Decision.Hooks;
using CdsHooks.Decision.Plan;
using Hl7.Fhir.Model;

namespace CdsHooks.Decision.Cards;

/// <summary>Reads the concepts of cards from code systems: the displays of their kinds, and the override reasons.</summary>
internal sealed class ConceptReader(CardScope scope)
{
    /// <summary>The code system of the kinds of cards.</summary>
    public const string CardKinds = PlanExtensions.CodeSystemBase + "card-kind";

    private const string Standard = "standard";

    /// <summary>Reads the display of a kind of card; reports an issue and returns an empty text when there is none.</summary>
    public string ReadKindDisplay(PlanDefinition.ActionComponent card, string id) =>
        scope.Knowledge.Find(CardKinds)?.Resource is CodeSystem kinds
        && kinds.Concept.Find(concept => string.Equals(concept.Code, id, StringComparison.Ordinal) && !string.IsNullOrEmpty(concept.Display)) is { } kind
            ? kind.Display!
            : scope.Reject<string>(card, "The id of a card must be a code with a display in CodeSystem card-kind.") ?? string.Empty;

    /// <summary>Reads the reasons of the code system in the card's <c>overrideReasons</c>; empty when it has none.</summary>
    public IReadOnlyList<OverrideReason> ReadOverrideReasons(PlanDefinition.ActionComponent card)
    {
        if (card.Part().Named("overrideReasons") is not { } extension)
        {
            return [];
        }

        if (extension.Value.AsText() is not { } canonical
            || scope.Knowledge.Find(canonical) is not { Resource: CodeSystem system } found)
        {
            scope.AddIssue(extension, "The knowledge folder contains no CodeSystem with this URL.");
            return [];
        }

        List<OverrideReason> reasons = [];
        HashSet<(string System, string Code)> sent = [];
        foreach (var concept in system.Concept)
        {
            if (concept.Code is { Length: > 0 } code && concept.Display is { Length: > 0 } display)
            {
                var reason = StandardOf(found, concept) ?? (found.Url, code);
                if (!sent.Add(reason))
                {
                    scope.Issues.Add(found, concept, "Another reason has the same code: feedback could not distinguish them.");
                }

                reasons.Add(new OverrideReason { Code = reason.Code, System = reason.System, Display = display });
            }
            else
            {
                scope.Issues.Add(found, concept, "An override reason needs a code and a display: clients show the display.");
            }
        }

        scope.Require(reasons.Count > 0, extension, "This CodeSystem contains no reason with a code and display.");
        return reasons;
    }

    /// <summary>Gets the equivalent code of a standard list that clients know; null where there is none.</summary>
    private (string System, string Code)? StandardOf(KnowledgeResource system, CodeSystem.ConceptDefinitionComponent concept)
    {
        if (concept.Property.Find(property => property.Code is Standard) is not { } property)
        {
            return null;
        }

        if (property.Value is Coding { System: { Length: > 0 } url, Code: { Length: > 0 } code })
        {
            return (url, code);
        }

        scope.Issues.Add(system, property, "The property standard must be a Coding with a system and a code.");
        return null;
    }
}
