using CdsHooks.Cli.Output;
using CdsHooks.Workbench.Explain;

namespace CdsHooks.Cli.Explain;

/// <summary>Prints criteria: their questions, inputs and members.</summary>
internal sealed class CriterionPrinter(Screen screen, bool isWhole)
{
    private const int Step = 4;

    /// <summary>Prints a criterion and all of its members.</summary>
    public void Print(PlainCriterion criterion, int indent = 0)
    {
        if (criterion.IsReference)
        {
            var key = criterion.Key is { } prefix ? prefix + " " : string.Empty;
            screen.Line($"{key}{criterion.Title} [{criterion.Id}], explained elsewhere{Switch(criterion)}", indent, "→ ");
            return;
        }

        PrintHead(criterion, indent);
        screen.Line(criterion.KindWords, indent + Step);
        screen.Lines(criterion.Settings.Select(setting => setting.Text), indent + Step + 2, "- ");
        PrintInputs(criterion, indent + Step);
        if (criterion.Sources.Count > 0)
        {
            screen.Line($"Sources: {string.Join("; ", criterion.Sources.Select(source => source.Name))}.", indent + Step);
        }

        foreach (var member in criterion.Members.Where(member => isWhole || member.IsOn))
        {
            screen.Blank();
            Print(member, indent + Step);
        }
    }

    private void PrintHead(PlainCriterion criterion, int indent)
    {
        var prefix = criterion.Key is { } key ? key + "  " : string.Empty;
        screen.Strong($"{prefix}{criterion.Title} [{criterion.Id}]{Switch(criterion)}", indent);
        if (criterion.ShortForm is { } shortForm)
        {
            screen.Line($"On cards: \"{shortForm}\"", indent + Step);
        }

        screen.Line(criterion.Question.Filled, indent + Step);
    }

    private void PrintInputs(PlainCriterion criterion, int indent)
    {
        foreach (var role in criterion.Inputs.Where(input => isWhole || input.IsOn).GroupBy(input => input.Role, StringComparer.Ordinal))
        {
            screen.Line(role.First().RoleWords + ":", indent);
            screen.Lines(role.Select(input => input.Text).Distinct(StringComparer.Ordinal), indent + 2, "- ");
        }
    }

    private static string Switch(PlainCriterion criterion) => criterion.Switch is { } condition ? $" ({condition.Text})" : string.Empty;
}
