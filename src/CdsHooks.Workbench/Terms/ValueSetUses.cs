using CdsHooks.Workbench.Explain;

namespace CdsHooks.Workbench.Terms;

/// <summary>Finds the parts of a plan that use each value set, and in which manner.</summary>
internal sealed class ValueSetUses
{
    private readonly Dictionary<string, List<PlainUse>> _uses = new(StringComparer.Ordinal);

    /// <summary>Initializes a new instance of the <see cref="ValueSetUses"/> class.</summary>
    public ValueSetUses(PlainPlan plan)
    {
        foreach (var criterion in plan.Definitions())
        {
            AddCriterion(criterion);
        }

        foreach (var card in plan.Cards)
        {
            foreach (var orders in card.Suggestions.Select(suggestion => suggestion.UnlessOrdered).OfType<PlainValueSet>())
            {
                Add(orders, new PlainUse(PlanPart.Card, card.Id, card.Display) { Manner = "such an order makes a suggestion unnecessary" });
            }
        }
    }

    /// <summary>Gets the number of value sets that are used.</summary>
    public int Count => _uses.Count;

    /// <summary>Lists the parts of the plan that use a value set.</summary>
    /// <param name="canonical">The canonical URL, without version.</param>
    public IReadOnlyList<PlainUse> Of(string canonical) => _uses.GetValueOrDefault(canonical) ?? [];

    private void AddCriterion(PlainCriterion criterion)
    {
        foreach (var input in criterion.Inputs)
        {
            foreach (var filter in input.Filters)
            {
                Add(filter.ValueSet, Use(criterion, $"{input.RoleWords}: {input.Records}, {filter.Element}"));
            }

            foreach (var setting in input.Settings)
            {
                AddSetting(criterion, setting);
            }
        }

        foreach (var setting in criterion.Settings)
        {
            AddSetting(criterion, setting);
        }
    }

    private void AddSetting(PlainCriterion criterion, PlainSetting setting)
    {
        foreach (var valueSet in setting.ValueSets)
        {
            Add(valueSet, Use(criterion, setting.Label.Split(':')[0]));
        }
    }

    private static PlainUse Use(PlainCriterion criterion, string manner) => new(PlanPart.Criterion, criterion.Id, criterion.Title) { Manner = manner };

    private void Add(PlainValueSet valueSet, PlainUse use)
    {
        if (!_uses.TryGetValue(valueSet.Canonical, out var uses))
        {
            _uses[valueSet.Canonical] = uses = [];
        }

        if (!uses.Contains(use))
        {
            uses.Add(use);
        }
    }
}
