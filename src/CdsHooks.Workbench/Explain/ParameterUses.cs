namespace CdsHooks.Workbench.Explain;

/// <summary>Finds the parts of a plan that depend on each parameter: criteria, rows and cards, in the plan's order.</summary>
internal sealed class ParameterUses
{
    private readonly Dictionary<string, List<PlainUse>> _uses = new(StringComparer.Ordinal);

    /// <summary>Initializes a new instance of the <see cref="ParameterUses"/> class.</summary>
    public ParameterUses(PlainPlan plan)
    {
        foreach (var criterion in plan.Criteria.Prepend(plan.Orders).SelectMany(root => root.WithDescendants()))
        {
            Add(new PlainUse(PlanPart.Criterion, criterion.Id, criterion.Title), [.. NamesIn(criterion)]);
        }

        foreach (var row in plan.Rows)
        {
            string?[] names = [row.Indicator?.Parameter, .. NamesIn(row.Switch), .. row.Lowered.SelectMany(lowered => NamesIn(lowered.Switch))];
            Add(new PlainUse(PlanPart.Row, row.Id, row.Title ?? row.Id), names);
        }

        foreach (var card in plan.Cards)
        {
            var lines = card.Summaries.Concat(card.Lines).ToList();
            var texts = lines.Select(line => line.Text).Concat(card.Suggestions.SelectMany(suggestion => new[] { suggestion.Label, suggestion.Description })).Prepend(card.Summary);
            var switches = lines.Select(line => line.Switch).Concat(card.Suggestions.Select(suggestion => suggestion.Switch));
            Add(new PlainUse(PlanPart.Card, card.Id, card.Display), [.. texts.SelectMany(text => text.Inserts), .. switches.SelectMany(NamesIn)]);
        }
    }

    /// <summary>Lists the parts that depend on a parameter. Inserts of texts that are no parameters are asked for by nobody.</summary>
    public IReadOnlyList<PlainUse> Of(string parameter) => _uses.GetValueOrDefault(parameter) ?? [];

    private static IEnumerable<string?> NamesIn(PlainCriterion criterion) =>
    [
        .. criterion.Settings.Concat(criterion.Inputs.SelectMany(input => input.Settings)).Select(setting => setting.Parameter),
        .. NamesIn(criterion.Switch),
        .. criterion.Inputs.SelectMany(input => input.Switches).SelectMany(NamesIn),
        .. criterion.Question.Inserts,
        .. criterion.ShortForm?.Inserts ?? [],
    ];

    private static IReadOnlyList<string> NamesIn(PlainSwitch? condition) => condition?.Parameters ?? [];

    private void Add(PlainUse use, IReadOnlyList<string?> names)
    {
        foreach (var name in names.OfType<string>().Distinct(StringComparer.Ordinal))
        {
            if (!_uses.TryGetValue(name, out var uses))
            {
                _uses[name] = uses = [];
            }

            if (!uses.Exists(other => other.Part == use.Part && string.Equals(other.Id, use.Id, StringComparison.Ordinal)))
            {
                uses.Add(use);
            }
        }
    }
}
