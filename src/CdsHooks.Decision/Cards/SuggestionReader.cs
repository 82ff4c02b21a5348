using CdsHooks.Decision.Plan;
using Hl7.Fhir.Model;

namespace CdsHooks.Decision.Cards;

/// <summary>Reads one suggestion of a card.</summary>
internal sealed class SuggestionReader(CardScope scope)
{
    private const string AnyObservation = "http://hl7.org/fhir/StructureDefinition/Observation";

    private readonly CardTextReader _texts = new(scope);
    private readonly CardConditionReader _conditions = new(scope);

    /// <summary>Reads a suggestion; null when it is invalid or not enabled.</summary>
    public CardSuggestion? Read(PlanDefinition.ActionComponent node)
    {
        var label = ReadText(node, node.TitleElement, "A suggestion needs a title: the text of its button.");
        var description = ReadText(node, node.DescriptionElement, "A suggestion needs a description: some clients show nothing else.");
        var canonical = (node.Definition as Canonical)?.Value;
        var definition = ReadDefinition(node, canonical);
        var conditions = _conditions.Read(node);
        var unlessOrdered = ReadUnlessOrdered(node);
        var reasonFrom = ReadReasonFrom(node);
        if (!scope.IsEnabled(node) || label is null || description is null || canonical is null || definition is not { Code: { } code })
        {
            return null;
        }

        return new CardSuggestion(
            label,
            description,
            canonical,
            code,
            definition.BodySite,
            conditions,
            unlessOrdered,
            reasonFrom,
            IsRecord(definition));
    }

    private CardText? ReadText(PlanDefinition.ActionComponent owner, FhirString? text, string missing) =>
        text is null ? scope.Reject<CardText>(owner, missing) : _texts.ReadPlain(text);

    private ActivityDefinition? ReadDefinition(PlanDefinition.ActionComponent node, string? canonical)
    {
        if (canonical is null || scope.Knowledge.Find(canonical) is not { Resource: ActivityDefinition activity } found)
        {
            return scope.Reject<ActivityDefinition>(node, "A suggestion needs a definitionCanonical: an ActivityDefinition in the knowledge folder.");
        }

        if (activity.Kind is not ActivityDefinition.RequestResourceType.ServiceRequest && !IsRecord(activity))
        {
            scope.Issues.Add(found, activity, "Only an activity of kind ServiceRequest can be suggested, or one without a kind and with the profile of Observation.");
        }

        if (activity.Code is { Coding.Count: > 0 } or { Text: not null })
        {
            return activity;
        }

        scope.Issues.Add(found, activity, "A suggested activity needs a code.");
        return null;
    }

    /// <summary>True for an activity that creates a record. The kinds of activities are requests, so it has no kind, but the profile of Observation.</summary>
    private static bool IsRecord(ActivityDefinition activity) => activity is { Kind: null, Profile: AnyObservation };

    private int? ReadUnlessOrdered(PlanDefinition.ActionComponent node) => node.Part().Named("unlessOrdered") is not { } extension ? null
        : extension.Value.AsText() is { } canonical && scope.Rules.Terminology.IndexOf(canonical) is >= 0 and var index ? index
        : scope.Reject<int?>(extension, "The knowledge folder contains no ValueSet with this URL.");

    private string? ReadReasonFrom(PlanDefinition.ActionComponent node) => node.Part().Named("reasonFrom") is not { } extension ? null
        : extension.Value.AsText() is { } criterion && scope.Rules.Declares(criterion) ? criterion
        : scope.Reject<string>(extension, "reasonFrom needs the id of a criterion that the plan declares.");
}
