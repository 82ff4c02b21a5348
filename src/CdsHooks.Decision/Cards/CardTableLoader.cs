using CdsHooks.Decision.Plan;
using Hl7.Fhir.Model;

namespace CdsHooks.Decision.Cards;

/// <summary>Compiles a plan's decision table and cards against its rules.</summary>
public static class CardTableLoader
{
    /// <summary>Reads, checks and compiles the table.</summary>
    /// <param name="knowledge">The knowledge folder, with the code systems of card kinds and override reasons, and the activity definitions.</param>
    /// <param name="plan">The PlanDefinition.</param>
    /// <param name="rules">The plan's rules with the parameters in effect.</param>
    /// <param name="issues">Receives every issue, with file and FHIRPath.</param>
    /// <returns>The table, to be used only when no issue is an error.</returns>
    public static CardTable Load(KnowledgeFiles knowledge, KnowledgeResource plan, RuleSet rules, IssueList issues)
    {
        CardScope scope = new(knowledge, plan, rules, issues);
        var shortForms = new ShortFormReader(scope).Read();
        var phrases = new CardPhraseReader(scope).Read();
        var cards = ReadCards(scope, shortForms, phrases);
        var rows = ReadRows(scope, cards);
        return new CardTable(rows, [.. cards.Values], shortForms, phrases);
    }

    private static Dictionary<string, CardDefinition> ReadCards(CardScope scope, IReadOnlyDictionary<string, CardText> shortForms, CardPhrases phrases)
    {
        Dictionary<string, CardDefinition> cards = new(StringComparer.Ordinal);
        CardReader reader = new(scope, shortForms, phrases);
        foreach (var node in Children(scope, "cards"))
        {
            if (reader.Read(node) is { } card && !cards.TryAdd(card.Id, card))
            {
                scope.AddIssue(node, "Another card of the plan has this id.");
            }
        }

        return cards;
    }

    private static List<CardRow> ReadRows(CardScope scope, Dictionary<string, CardDefinition> cards)
    {
        List<CardRow> rows = [];
        CardRowReader reader = new(scope, cards);
        foreach (var node in Children(scope, "decision-table"))
        {
            reader.Read(node, rows);
        }

        reader.Finish(scope.FindPart("decision-table"));
        WarnOfUnusedCards(scope, reader.Used);
        return rows;
    }

    private static void WarnOfUnusedCards(CardScope scope, IReadOnlySet<string> used)
    {
        foreach (var node in (scope.FindPart("cards")?.Action ?? []).Where(node => node.ElementId is { } id && !used.Contains(id)))
        {
            scope.Warn(node, "No row of the decision table shows this card.");
        }
    }

    private static List<PlanDefinition.ActionComponent> Children(CardScope scope, string part)
    {
        var action = scope.FindPart(part);
        scope.Require(action is not null, scope.Plan, $"The plan needs a top-level action with the code {part} of CodeSystem plan-part.");
        return action?.Action ?? [];
    }
}
