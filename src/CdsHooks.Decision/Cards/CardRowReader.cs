using CdsHooks.Decision.Plan;
using Hl7.Fhir.Model;

namespace CdsHooks.Decision.Cards;

/// <summary>Reads the rows of the decision table in order.</summary>
internal sealed class CardRowReader(CardScope scope, IReadOnlyDictionary<string, CardDefinition> cards)
{
    private readonly CardConditionReader _conditions = new(scope);
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);
    private readonly List<IReadOnlyList<CardCondition>> _alwaysEnabled = [];
    private bool _isClosed;

    /// <summary>Gets the ids of the cards that any row shows, enabled or not.</summary>
    public IReadOnlySet<string> Used => _used;

    /// <summary>Reads a row and adds it when it is enabled.</summary>
    public void Read(PlanDefinition.ActionComponent node, List<CardRow> rows)
    {
        var id = node.ElementId ?? string.Empty;
        scope.Require(id.Length > 0 && _ids.Add(id), node, "A row needs a unique id.");
        var issuesBefore = scope.Issues.Issues.Count;
        var conditions = _conditions.Read(node);
        var card = ReadCard(node);
        var indicator = card is null ? null : new CardIndicatorReader(scope).Read(node);
        var lowered = ReadLowered(node);
        CheckReach(node, conditions, isWhole: scope.Issues.Issues.Count == issuesBefore);
        if (scope.IsEnabled(node))
        {
            rows.Add(new CardRow(id, conditions, indicator is null ? null : card, indicator, lowered));
        }
    }

    /// <summary>Checks that the last row always matches.</summary>
    public void Finish(PlanDefinition.ActionComponent? table) =>
        scope.Require(_isClosed || table is null, table, "The last row of the decision table must always match: no when, no enabledWhen.");

    /// <summary>Reports a row that can never be chosen: an earlier one is always enabled and matches whenever this one does.</summary>
    private void CheckReach(PlanDefinition.ActionComponent node, IReadOnlyList<CardCondition> conditions, bool isWhole)
    {
        var isAlwaysEnabled = node.Part().AllNamed("enabledWhen").Count == 0;
        if (_isClosed)
        {
            scope.AddIssue(node, "This row is never reached: an earlier one has no conditions.");
        }
        else if (isWhole && _alwaysEnabled.Exists(earlier => earlier.All(condition => conditions.Any(condition.IsImpliedBy))))
        {
            scope.AddIssue(node, "This row is never reached: an earlier one matches whenever this one does.");
        }

        if (node.Part().AllNamed("when").Count == 0)
        {
            _isClosed |= isAlwaysEnabled;
        }
        else if (isAlwaysEnabled && isWhole)
        {
            _alwaysEnabled.Add(conditions);
        }
    }

    private CardDefinition? ReadCard(PlanDefinition.ActionComponent node)
    {
        if (node.Part().Named("card") is not { } extension)
        {
            scope.Require(
                node.Part().Named("indicator") is null && node.Part().Named("lowered") is null, node, "A row with an indicator needs a card.");
            return null;
        }

        if (extension.Value.AsText() is { } id)
        {
            _used.Add(id);
            if (cards.TryGetValue(id, out var card))
            {
                return card;
            }
        }

        return scope.Reject<CardDefinition>(extension, "The plan has no valid card with this id.");
    }

    private List<CardLowering> ReadLowered(PlanDefinition.ActionComponent node)
    {
        List<CardLowering> lowered = [];
        foreach (var extension in node.Part().AllNamed("lowered"))
        {
            var indicator = CardIndicatorReader.Parse(extension.Text("indicator"));
            var conditions = _conditions.Read(extension);
            scope.Require(indicator is not null, extension, "lowered needs an indicator: info or warning.");
            scope.Require(extension.AllNamed("when").Count > 0, extension, "lowered needs at least one when.");
            if (scope.IsEnabled(extension) && indicator is { } parsed && conditions.Count == extension.AllNamed("when").Count && conditions.Count > 0)
            {
                lowered.Add(new CardLowering(parsed, conditions));
            }
        }

        return lowered;
    }
}
