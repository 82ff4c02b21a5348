using CdsHooks.Decision.Rules;
using CdsHooks.Fhir;

namespace CdsHooks.Decision.Cards;

/// <summary>Reads one suggestion of a card.</summary>
internal sealed class SuggestionReader(CardScope scope)
{
    private readonly CardTextReader _texts = new(scope);
    private readonly CardConditionReader _conditions = new(scope);

    /// <summary>Reads a suggestion. Null when it is faulty or not enabled.</summary>
    public CardSuggestion? Read(FhirNode node)
    {
        var label = ReadText(node, node["title"u8], "A suggestion needs a title: the text of its button.");
        var description = ReadText(node, node["description"u8], "A suggestion needs a description: some clients show nothing else.");
        var canonical = node["definitionCanonical"u8].AsString();
        var definition = ReadDefinition(node, canonical);
        var conditions = _conditions.Read(node);
        var unlessOrdered = ReadUnlessOrdered(node);
        var reasonFrom = ReadReasonFrom(node);
        if (!scope.IsEnabled(node) || label is null || description is null || canonical is null || definition is not { } root)
        {
            return null;
        }

        return new CardSuggestion(
            label,
            description,
            canonical,
            root["code"u8].Json,
            root["bodySite"u8] is { Exists: true } bodySites ? bodySites.Json : null,
            conditions,
            unlessOrdered,
            reasonFrom);
    }

    private CardText? ReadText(FhirNode owner, FhirNode text, string missing)
    {
        if (text.Exists)
        {
            return _texts.ReadPlain(text);
        }

        scope.Fault(owner, missing);
        return null;
    }

    private FhirNode? ReadDefinition(FhirNode node, string? canonical)
    {
        if (canonical is null || scope.Knowledge.Find(canonical) is not { Resource.ResourceType: "ActivityDefinition" } found)
        {
            scope.Fault(node, "A suggestion needs a definitionCanonical: an ActivityDefinition of the knowledge.");
            return null;
        }

        var root = found.Resource.Root;
        if (root["kind"u8].AsString() is not "ServiceRequest")
        {
            scope.Faults.Add(found.File, root, "Only an activity of the kind ServiceRequest can be suggested.");
        }

        if (root["code"u8]["coding"u8].Exists || root["code"u8]["text"u8].Exists)
        {
            return root;
        }

        scope.Faults.Add(found.File, root, "A suggested activity needs a code.");
        return null;
    }

    private int? ReadUnlessOrdered(FhirNode node)
    {
        var extension = node.Extension("unless-ordered");
        if (!extension.Exists)
        {
            return null;
        }

        var index = extension.Value().AsString() is { } canonical ? scope.Rules.Terminology.IndexOf(canonical) : -1;
        if (index >= 0)
        {
            return index;
        }

        scope.Fault(extension, "The knowledge holds no ValueSet of this URL.");
        return null;
    }

    private string? ReadReasonFrom(FhirNode node)
    {
        var extension = node.Extension("reason-from");
        if (!extension.Exists)
        {
            return null;
        }

        var criterion = extension.Value().AsString();
        if (criterion is not null && scope.Rules.Declares(criterion))
        {
            return criterion;
        }

        scope.Fault(extension, "reason-from needs the id of a criterion that the plan declares.");
        return null;
    }
}
