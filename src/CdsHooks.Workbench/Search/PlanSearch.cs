using CdsHooks.Decision.Plan;
using CdsHooks.Fhir.Terminology;
using CdsHooks.Workbench.Explain;
using CdsHooks.Workbench.Terms;

namespace CdsHooks.Workbench.Search;

/// <summary>Searches a plan and everything that it rests on.</summary>
/// <param name="plan">The plan in plain words.</param>
/// <param name="knowledge">The knowledge that it is part of.</param>
/// <param name="terminology">The value sets as the rules see them.</param>
internal sealed class PlanSearch(PlainPlan plan, KnowledgeFiles knowledge, TerminologyIndex terminology)
{
    private const int MostCodes = 5;
    private const int MostTexts = 3;

    /// <summary>Finds every part that contains each of some words.</summary>
    /// <param name="typed">The words, as a person typed them.</param>
    /// <returns>The parts, in groups; nothing for no words.</returns>
    public SearchResult Find(string? typed)
    {
        var words = SearchWords.Of(typed);
        return words.IsEmpty
            ? new SearchResult([], [], [], [], [], [])
            : new SearchResult(
                [.. plan.Definitions().Where(criterion => IsIn(words, criterion))],
                [.. plan.Rows.Where(row => words.AreIn(row.Id, row.Title, PlainCondition.Join(row.When)))],
                [.. plan.Cards.Select(card => CardHit(words, card)).OfType<CardHit>()],
                [.. plan.Parameters.Where(parameter => words.AreIn(parameter.Name, parameter.Meaning, parameter.Value))],
                [.. knowledge.OfType("ValueSet").Select(valueSet => ValueSetHit(words, valueSet)).OfType<ValueSetHit>().OrderBy(hit => words.AreIn(hit.Title) ? 0 : hit.CodeCount > 0 ? 1 : 2)],
                [.. plan.Sources.Where(source => words.AreIn(source.Text))]);
    }

    private static bool IsIn(SearchWords words, PlainCriterion criterion) => words.AreIn(
        criterion.Id,
        criterion.Key,
        criterion.Title,
        criterion.Question.Filled,
        string.Join(' ', criterion.Settings.Select(setting => setting.Text)),
        string.Join(' ', criterion.Inputs.Select(input => input.Text)));

    private static CardHit? CardHit(SearchWords words, PlainCard card)
    {
        var texts = card.Summaries.Concat(card.Lines).Select(line => line.Text)
            .Concat(card.Suggestions.SelectMany(suggestion => new[] { suggestion.Label, suggestion.Description }))
            .Prepend(card.Summary)
            .Where(text => words.AreIn(text.Filled))
            .ToList();
        return texts.Count > 0 || words.AreIn(card.Id, card.Key, card.Display) ? new CardHit(card, [.. texts.Take(MostTexts)]) : null;
    }

    private ValueSetHit? ValueSetHit(SearchWords words, KnowledgeResource valueSet)
    {
        var index = terminology.IndexOf(valueSet.Url);
        List<ListedCode> codes = index < 0
            ? []
            : [.. terminology.Members(index)
                .Where(member => words.AreIn(member.Code, member.Display, CodeSystemName.Of(member.System)))
                .Select(member => new ListedCode(member.System, member.Code, member.Display, member.IsPrefix))];
        return codes.Count > 0 || words.AreIn(valueSet.Id, valueSet.Text("title"), valueSet.Text("description"))
            ? new ValueSetHit(valueSet.Id ?? string.Empty, valueSet.Text("title") ?? valueSet.Url, codes.Count, [.. codes.Take(MostCodes)])
            : null;
    }
}

/// <summary>The parts of a plan that a search found.</summary>
/// <param name="Criteria">The criteria.</param>
/// <param name="Rows">The rows of the decision table.</param>
/// <param name="Cards">The cards, each with the texts that contain the words.</param>
/// <param name="Parameters">The values that a site may set.</param>
/// <param name="ValueSets">The value sets, each with the codes that contain the words.</param>
/// <param name="Sources">The sources.</param>
internal sealed record SearchResult(
    IReadOnlyList<PlainCriterion> Criteria,
    IReadOnlyList<PlainRow> Rows,
    IReadOnlyList<CardHit> Cards,
    IReadOnlyList<PlainParameter> Parameters,
    IReadOnlyList<ValueSetHit> ValueSets,
    IReadOnlyList<PlainSource> Sources)
{
    /// <summary>Gets the number of parts.</summary>
    public int Count => Criteria.Count + Rows.Count + Cards.Count + Parameters.Count + ValueSets.Count + Sources.Count;
}

/// <summary>A card that a search found.</summary>
/// <param name="Card">The card.</param>
/// <param name="Texts">The first texts that contain the words.</param>
internal sealed record CardHit(PlainCard Card, IReadOnlyList<PlainText> Texts);

/// <summary>A value set that a search found.</summary>
/// <param name="Id">The id.</param>
/// <param name="Title">The title.</param>
/// <param name="CodeCount">The number of codes that contain the words.</param>
/// <param name="Codes">The first of these codes.</param>
internal sealed record ValueSetHit(string Id, string Title, int CodeCount, IReadOnlyList<ListedCode> Codes);
