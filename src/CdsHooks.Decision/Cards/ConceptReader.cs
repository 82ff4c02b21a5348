using CdsHooks.Decision.Protocol;
using CdsHooks.Decision.Rules;
using CdsHooks.Fhir;

namespace CdsHooks.Decision.Cards;

/// <summary>Reads what cards take from code systems: the names of their kinds, and the override reasons.</summary>
internal sealed class ConceptReader(CardScope scope)
{
    /// <summary>Code system of the kinds of card.</summary>
    public const string CardKinds = PlanExtensions.CodeSystemBase + "card-kind";

    /// <summary>Reads the display of a kind of card; empty when there is none, which is a fault.</summary>
    public string ReadKindDisplay(FhirNode card, string id)
    {
        if (scope.Knowledge.Find(CardKinds) is { } kinds)
        {
            foreach (var concept in kinds.Resource.Root.Items("concept"u8))
            {
                if (string.Equals(concept["code"u8].AsString(), id, StringComparison.Ordinal) && concept["display"u8].AsString() is { Length: > 0 } display)
                {
                    return display;
                }
            }
        }

        scope.Fault(card, "The id of a card must be a code of CodeSystem card-kind, with a display.");
        return string.Empty;
    }

    /// <summary>Reads the reasons of the code system that the card's <c>override-reasons</c> names; empty when it names none.</summary>
    public IReadOnlyList<OverrideReason> ReadOverrideReasons(FhirNode card)
    {
        var extension = card.Extension("override-reasons");
        if (!extension.Exists)
        {
            return [];
        }

        if (extension.Value().AsString() is not { } canonical
            || scope.Knowledge.Find(canonical) is not { Resource.ResourceType: "CodeSystem" } system)
        {
            scope.Fault(extension, "The knowledge holds no CodeSystem of this URL.");
            return [];
        }

        List<OverrideReason> reasons = [];
        foreach (var concept in system.Resource.Root.Items("concept"u8))
        {
            if (concept["code"u8].AsString() is { Length: > 0 } code && concept["display"u8].AsString() is { Length: > 0 } display)
            {
                reasons.Add(new OverrideReason { Code = code, System = system.Url, Display = display });
            }
            else
            {
                scope.Faults.Add(system.File, concept, "An override reason needs a code and a display: clients show the display.");
            }
        }

        if (reasons.Count == 0)
        {
            scope.Fault(extension, "This CodeSystem holds no reason that could be offered.");
        }

        return reasons;
    }
}
