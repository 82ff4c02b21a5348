using CdsHooks.Cli.Output;
using CdsHooks.Workbench.Explain;

namespace CdsHooks.Cli.Explain;

/// <summary>Prints a plan in plain words, for a reader who compares it with a clinical document.</summary>
internal sealed class PlanPrinter(PlainPlan plan, Screen screen)
{
    /// <summary>Prints the plan on one page.</summary>
    public void PrintBriefly()
    {
        PrintHeader(isWhole: false);
        new OverviewPrinter(plan, screen).Print();
    }

    /// <summary>Prints the whole plan, including what is switched off.</summary>
    public void PrintAll()
    {
        PrintHeader(isWhole: true);
        var criteria = new CriterionPrinter(screen, isWhole: true);
        screen.Heading("WHICH ORDERS");
        screen.Blank();
        criteria.Print(plan.Orders);
        screen.Heading("WHAT IS LOOKED FOR");
        screen.Line("Each of these is met, not met or unknown. Unknown: a record could not be read, or the records do not settle it.");
        foreach (var criterion in plan.Criteria)
        {
            screen.Blank();
            criteria.Print(criterion);
        }

        var cards = new CardPrinter(screen, isWhole: true);
        screen.Heading("WHICH CARD: THE FIRST ROW THAT MATCHES DECIDES");
        cards.PrintRows(plan.Rows);
        screen.Heading("THE CARDS");
        cards.PrintCards(plan.Cards);
        PrintParameters();
        PrintSources();
    }

    /// <summary>Prints one criterion or one card, and the rows of the decision table that use it.</summary>
    /// <param name="name">The id (<c>instability</c>) or the key (<c>I2</c>, <c>K1</c>), case-insensitive.</param>
    /// <param name="isWhole">True to include what is switched off.</param>
    /// <exception cref="CommandException">The criterion or card does not exist.</exception>
    public void PrintOne(string name, bool isWhole)
    {
        if (plan.FindCard(name) is { } card)
        {
            PrintCard(card, isWhole);
        }
        else if (plan.FindCriterion(name) is { } criterion)
        {
            PrintCriterion(criterion, isWhole);
        }
        else
        {
            throw CommandException.UsageError(
                $"There is no criterion or card {name}. The criteria are: {string.Join(", ", plan.Definitions().Select(found => found.Id))}. "
                + $"The cards are: {string.Join(", ", plan.Cards.Select(found => found.Id))}.");
        }
    }

    private void PrintCriterion(PlainCriterion criterion, bool isWhole)
    {
        new CriterionPrinter(screen, isWhole).Print(criterion);
        var rows = plan.RowsThatUse(criterion).Where(row => isWhole || row.IsOn).ToList();
        if (rows.Count > 0)
        {
            screen.Blank();
            screen.Line($"Rows of the decision table that use it: {string.Join(", ", rows.Select(row => row.Id))}.");
        }
    }

    private void PrintCard(PlainCard card, bool isWhole)
    {
        var cards = new CardPrinter(screen, isWhole);
        cards.PrintCards([card]);
        cards.PrintRows(plan.RowsThatShow(card));
        screen.Blank();
        screen.Lines(card.Sources.Select(source => source.Text), bullet: "- ");
    }

    private void PrintHeader(bool isWhole)
    {
        var header = plan.Header;
        screen.Strong($"{header.Title}, version {header.Version}{(header.Date is { } date ? $" of {date}" : string.Empty)}");
        screen.Line(header.Canonical);
        screen.Line(header.IsDefault ? "With the plan's defaults (site parameters seed)." : $"With the site parameters {header.SiteParameters}.");
        foreach (var text in new[] { header.Description, isWhole ? header.Purpose : null }.OfType<string>())
        {
            screen.Blank();
            screen.Line(text);
        }
    }

    private void PrintParameters()
    {
        screen.Heading("WHAT A SITE MAY SET");
        screen.Lines(plan.Parameters.Select(ParameterLine), bullet: "- ");
        screen.Lines(plan.Limits.Select(limit => $"{limit.Lower} must not exceed {limit.Upper}. {limit.Meaning}"), bullet: "- ");
    }

    private static string ParameterLine(PlainParameter parameter) =>
        $"{parameter.Name} = {parameter.Value} ({parameter.Range}{(parameter.IsChanged ? $"; the default is {parameter.Default}" : string.Empty)}). {parameter.Meaning}";

    private void PrintSources()
    {
        if (plan.Sources.Count > 0)
        {
            screen.Heading("SOURCES");
            screen.Lines(plan.Sources.Select(source => source.Text), bullet: "- ");
        }
    }
}
