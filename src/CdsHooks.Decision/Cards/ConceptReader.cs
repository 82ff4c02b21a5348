using CdsHooks.Decision.Hooks;
using CdsHooks.Decision.Plan;
using Hl7.Fhir.Model;

namespace CdsHooks.Decision.Cards;

/// <summary>Reads what cards take from code systems: the names of their kinds, and the override reasons.</summary>
internal sealed class ConceptReader(CardScope scope)
{
    /// <summary>Code system of the kinds of card.</summary>
    public const string CardKinds = PlanExtensions.CodeSystemBase + "card-kind";

    private const string Standard = "standard";

    /// <summary>Reads the display of a kind of card; empty when there is none, which is an issue.</summary>
    public string ReadKindDisplay(PlanDefinition.ActionComponent card, string id)
    {
        if (scope.Knowledge.Find(CardKinds)?.Resource is CodeSystem kinds
            && kinds.Concept.Find(concept => string.Equals(concept.Code, id, StringComparison.Ordinal) && !string.IsNullOrEmpty(concept.Display)) is { } kind)
        {
            return kind.Display!;
        }

        scope.AddIssue(card, "The id of a card must be a code of CodeSystem card-kind, with a display.");
        return string.Empty;
    }

    /// <summary>Reads the reasons of the code system that the card's <c>overrideReasons</c> names; empty when it names none.</summary>
    public IReadOnlyList<OverrideReason> ReadOverrideReasons(PlanDefinition.ActionComponent card)
    {
        if (card.Part().Named("overrideReasons") is not { } extension)
        {
            return [];
        }

        if (extension.Value.AsText() is not { } canonical
            || scope.Knowledge.Find(canonical) is not { Resource: CodeSystem system } found)
        {
            scope.AddIssue(extension, "The knowledge holds no CodeSystem of this URL.");
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
                    scope.Issues.Add(found, concept, "Another reason is sent under the same code: feedback could not tell them apart.");
                }

                reasons.Add(new OverrideReason { Code = reason.Code, System = reason.System, Display = display });
            }
            else
            {
                scope.Issues.Add(found, concept, "An override reason needs a code and a display: clients show the display.");
            }
        }

        if (reasons.Count == 0)
        {
            scope.AddIssue(extension, "This CodeSystem holds no reason that could be offered.");
        }

        return reasons;
    }

    /// <summary>The code of a standard list that means the same; null where there is none. Clients know those.</summary>
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

        scope.Issues.Add(system, property, "The property standard is a Coding with a system and a code.");
        return null;
    }
}
