using System.Buffers;
using CdsHooks.Cli.Output;
using CdsHooks.Decision.Plan;
using CdsHooks.Workbench.Explain;

namespace CdsHooks.Cli.Explain;

/// <summary>Prints a plan on one page: the orders, when it is silent, the criteria and the cards, one line each. Disabled parts are left out.</summary>
internal sealed class OverviewPrinter(PlainPlan plan, Screen screen)
{
    private static readonly SearchValues<string> SentenceEnds = SearchValues.Create([". ", "? "], StringComparison.Ordinal);

    private const int Indent = 2;
    private const int MemberIndent = 4;

    private readonly List<PlainSource> _cited = [];

    /// <summary>Prints the plan.</summary>
    public void Print()
    {
        var rows = plan.Rows.Where(row => row.IsOn).ToList();
        screen.Heading("WHICH ORDERS");
        screen.Line(FirstSentence(plan.Orders.Question.Filled), Indent);
        screen.Heading("SILENT");
        screen.Lines(rows.Where(row => row.Card is null).Select(row => $"{row.Id}: {row.Title}"), Indent);
        screen.Heading("WHAT DECIDES");
        PrintCriteria(rows);
        screen.Heading("WHICH CARD: THE FIRST ROW THAT MATCHES");
        screen.Lines(rows.Where(row => row.Card is not null).Select(row => $"{row.Id}: {row.Title} {CardOf(row)}"), Indent);
        PrintSources();
        screen.Blank();
        screen.Line("For one card or criterion: explain K1, explain instability. For everything, including what is switched off: explain --all.");
    }

    private void PrintCriteria(List<PlainRow> rows)
    {
        var asked = rows.SelectMany(row => row.When).Select(condition => condition.Criterion).ToHashSet(StringComparer.Ordinal);
        foreach (var criterion in plan.Criteria.Where(criterion => criterion.Key is not null && asked.Contains(criterion.Id) && criterion.IsOn))
        {
            PrintCriterion(criterion, Indent, withNumbers: !HasOwnMembers(criterion));
            foreach (var member in HasOwnMembers(criterion) ? criterion.Members.Where(member => IsKeyed(member) && member.IsOn) : [])
            {
                PrintCriterion(member, MemberIndent, withNumbers: true);
            }
        }
    }

    private static bool HasOwnMembers(PlainCriterion criterion) => criterion.Members.Any(IsKeyed);

    private static bool IsKeyed(PlainCriterion criterion) => criterion is { IsReference: false, Key: not null };

    private void PrintCriterion(PlainCriterion criterion, int indent, bool withNumbers)
    {
        var numbers = withNumbers ? Numbers(criterion) : string.Empty;
        var sources = string.Join("; ", criterion.Sources.Select(source => source.Name));
        screen.Line(
            $"{criterion.Key} {criterion.Title}: {FirstSentence(criterion.Question.Filled)}"
            + (numbers.Length > 0 ? $" ({numbers})" : string.Empty)
            + (sources.Length > 0 ? $" [{sources}]" : string.Empty),
            indent);
        _cited.AddRange(criterion.Sources);
    }

    /// <summary>Lists the numeric parameters that the criterion and its members use and that its description does not mention.</summary>
    private string Numbers(PlainCriterion criterion)
    {
        var question = FirstSentence(criterion.Question.Source);
        return string.Join(", ", criterion.WithDescendants()
            .Where(below => below.IsOn)
            .SelectMany(below => below.Inputs
                .Where(input => input.Role is "counts" && input.IsOn)
                .Select(input => input.Settings)
                .Prepend(below.Settings))
            .SelectMany(settings => settings)
            .Where(setting => setting.Name is not "maxPlausible")
            .Select(setting => setting.Parameter)
            .OfType<string>()
            .Distinct(StringComparer.Ordinal)
            .Where(name => !question.Contains($"{{{name}}}", StringComparison.Ordinal))
            .Select(name => plan.Parameters.First(parameter => string.Equals(parameter.Name, name, StringComparison.Ordinal)))
            .Where(parameter => parameter.Declared.Type is ParameterType.Integer or ParameterType.Decimal)
            .Select(parameter => $"{parameter.Name} {parameter.Value}"));
    }

    private string CardOf(PlainRow row)
    {
        var shown = row.Indicator?.Code;
        var lowered = row.Lowered.Any(lowering => lowering.IsOn) && shown is not "info" ? " or less" : string.Empty;
        return $"→ {plan.FindCard(row.Card!)?.Key ?? row.Card}, {shown}{lowered}";
    }

    private void PrintSources()
    {
        var sources = _cited.DistinctBy(source => source.Name, StringComparer.Ordinal).ToList();
        if (sources.Count > 0)
        {
            screen.Heading("SOURCES");
            screen.Line(string.Join("; ", sources.Select(source => source.Url is { } url ? $"{source.Name} <{url}>" : source.Name)), Indent);
        }
    }

    /// <summary>Gets the text up to the first full stop or question mark before a space.</summary>
    private static string FirstSentence(string text) =>
        text.AsSpan().IndexOfAny(SentenceEnds) is >= 0 and var end ? text[..(end + 1)] : text;
}
