using Hl7.Fhir.Model;

namespace CdsHooks.Decision.Plan;

/// <summary>A text of a plan that a site can replace: the texts of cards and the short forms of criteria.</summary>
/// <param name="ActionId">The id of the action that it is a text of: a card, a suggestion, a criterion, or the action <c>cards</c>; a suggestion without an id counts as part of its card.</param>
/// <param name="Use">The use of the text.</param>
/// <param name="Element">The element that holds it.</param>
public sealed record PlanText(string ActionId, PlanTextUse Use, DataType Element)
{
    /// <summary>Gets the text, with inserts in braces.</summary>
    public string Text => Element.AsText() ?? string.Empty;

    /// <summary>Lists the texts of a plan that a site can replace, in the plan's order: short forms first, then the cards.</summary>
    public static IReadOnlyList<PlanText> Of(PlanDefinition plan)
    {
        List<PlanText> texts = [];
        foreach (var part in new[] { "orders", "criteria" })
        {
            AddShortForms(RuleSetLoader.FindPart(plan, part), texts);
        }

        if (RuleSetLoader.FindPart(plan, "cards") is { } cards)
        {
            AddParts(cards, cards.ElementId, "line", PlanTextUse.SharedLine, texts);
            AddParts(cards, cards.ElementId, "phrase", PlanTextUse.Phrase, texts);
            foreach (var card in cards.Action)
            {
                AddCard(card, texts);
            }
        }

        return texts;
    }

    private static void AddShortForms(PlanDefinition.ActionComponent? action, List<PlanText> texts)
    {
        Add(action?.ElementId, PlanTextUse.ShortForm, action?.TextEquivalentElement, texts);
        foreach (var member in action?.Action ?? [])
        {
            AddShortForms(member, texts);
        }
    }

    private static void AddCard(PlanDefinition.ActionComponent card, List<PlanText> texts)
    {
        Add(card.ElementId, PlanTextUse.Summary, card.TitleElement, texts);
        AddParts(card, card.ElementId, "summary", PlanTextUse.Summary, texts);
        AddParts(card, card.ElementId, "line", PlanTextUse.Line, texts);
        foreach (var suggestion in card.Action)
        {
            Add(suggestion.ElementId ?? card.ElementId, PlanTextUse.SuggestionLabel, suggestion.TitleElement, texts);
            Add(suggestion.ElementId ?? card.ElementId, PlanTextUse.SuggestionDescription, suggestion.DescriptionElement, texts);
        }
    }

    private static void AddParts(IExtendable action, string? id, string part, PlanTextUse use, List<PlanText> texts)
    {
        foreach (var extension in action.Part().AllNamed(part))
        {
            Add(id, use, extension.Named("text")?.Value, texts);
        }
    }

    private static void Add(string? id, PlanTextUse use, DataType? element, List<PlanText> texts)
    {
        if (id is { Length: > 0 } && element.AsText() is not null)
        {
            texts.Add(new PlanText(id, use, element!));
        }
    }
}

/// <summary>The use of a text of a plan.</summary>
public enum PlanTextUse
{
    /// <summary>The short form of a criterion, which other texts insert.</summary>
    ShortForm,

    /// <summary>A line that several cards use.</summary>
    SharedLine,

    /// <summary>A phrase for the reason of a criterion.</summary>
    Phrase,

    /// <summary>The summary of a card, for one cause or for every other.</summary>
    Summary,

    /// <summary>A line of the detail of a card.</summary>
    Line,

    /// <summary>The label of a suggestion.</summary>
    SuggestionLabel,

    /// <summary>The description of a suggestion, also the note of its order.</summary>
    SuggestionDescription,
}
