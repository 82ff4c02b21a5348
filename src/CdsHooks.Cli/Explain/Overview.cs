using System.Buffers;
using CdsHooks.Cli.Output;
using CdsHooks.Cli.Plans;
using CdsHooks.Decision.Plan;
using Hl7.Fhir.Model;

namespace CdsHooks.Cli.Explain;

/// <summary>Explains a plan on one page: the orders, when it is silent, the criteria and the cards, one line each. Disabled parts are left out.</summary>
internal sealed class Overview(PlanContext plan, Screen screen)
{
    private static readonly SearchValues<string> SentenceEnds = SearchValues.Create([". ", "? "], StringComparison.Ordinal);

    private const int Indent = 2;
    private const int MemberIndent = 4;

    private readonly List<RelatedArtifact> _cited = [];

    /// <summary>Explains the plan.</summary>
    public void Explain()
    {
        var rows = plan.Tree.Rows.Where(plan.IsEnabled).ToList();
        screen.Heading("WHICH ORDERS");
        screen.Line(FirstSentence(plan.Fill(plan.Tree.Orders.Action.Description)), Indent);
        screen.Heading("SILENT");
        screen.Lines(rows.Where(row => row.Part().Text("card") is null).Select(row => $"{row.ElementId}: {row.Title}"), Indent);
        screen.Heading("WHAT DECIDES");
        ExplainCriteria(rows);
        screen.Heading("WHICH CARD: THE FIRST ROW THAT MATCHES");
        screen.Lines(rows.Where(row => row.Part().Text("card") is not null).Select(row => $"{row.ElementId}: {row.Title} {CardOf(row)}"), Indent);
        ExplainSources();
        screen.Blank();
        screen.Line("For one card or criterion: explain K1, explain instability. For everything, including what is switched off: explain --all.");
    }

    private void ExplainCriteria(List<PlanDefinition.ActionComponent> rows)
    {
        var asked = rows.SelectMany(row => row.Part().AllNamed("when")).Select(when => when.Text("criterion")).ToHashSet(StringComparer.Ordinal);
        foreach (var node in plan.Tree.Criteria.Where(node => node.Action.Prefix is not null && asked.Contains(node.Id) && plan.IsEnabled(node.Action)))
        {
            ExplainCriterion(node, Indent, withNumbers: !HasOwnMembers(node));
            foreach (var member in HasOwnMembers(node) ? node.Members.Where(IsShown) : [])
            {
                ExplainCriterion(member, MemberIndent, withNumbers: true);
            }
        }
    }

    private static bool HasOwnMembers(PlanNode node) => node.Members.Any(IsKeyed);

    private static bool IsKeyed(PlanNode node) => !node.IsReference && node.Action.Prefix is not null;

    private bool IsShown(PlanNode node) => IsKeyed(node) && plan.IsEnabled(node.Action);

    private void ExplainCriterion(PlanNode node, int indent, bool withNumbers)
    {
        var action = node.Action;
        var numbers = withNumbers ? Numbers(node) : string.Empty;
        var sources = string.Join("; ", action.Documentation.Select(Label));
        screen.Line(
            $"{action.Prefix} {action.Title}: {FirstSentence(plan.Fill(action.Description))}"
            + (numbers.Length > 0 ? $" ({numbers})" : string.Empty)
            + (sources.Length > 0 ? $" [{sources}]" : string.Empty),
            indent);
        _cited.AddRange(action.Documentation.Select(plan.Source));
    }

    /// <summary>Lists the numeric parameters that the criterion and its members use and that its description does not mention.</summary>
    private string Numbers(PlanNode node)
    {
        var description = FirstSentence(node.Action.Description ?? string.Empty);
        return string.Join(", ", node.WithDescendants()
            .Where(below => plan.IsEnabled(below.Action))
            .SelectMany(below => plan.Inputs(below.Action)
                .Where(input => input.Role is "counts" && input.Parts.All(plan.IsEnabled))
                .SelectMany(input => input.Parts)
                .Prepend(below.Action.Part()))
            .SelectMany(part => part?.Extension ?? [])
            .Where(setting => setting.Url is not ("maxPlausible" or "enabledWhen"))
            .Select(setting => (setting.Value as Id)?.Value)
            .OfType<string>()
            .Distinct(StringComparer.Ordinal)
            .Where(name => !description.Contains($"{{{name}}}", StringComparison.Ordinal))
            .Select(plan.Rules.Parameters.Find)
            .OfType<PlanParameter>()
            .Where(parameter => parameter.Type is ParameterType.Integer or ParameterType.Decimal)
            .Select(parameter => $"{parameter.Name} {ParameterText.Value(parameter)}"));
    }

    private string CardOf(PlanDefinition.ActionComponent row)
    {
        var id = row.Part().Text("card");
        var card = plan.Tree.Cards.FirstOrDefault(card => string.Equals(card.ElementId, id, StringComparison.Ordinal));
        var indicator = row.Part().Named("indicator")?.Value;
        var shown = indicator is Id { Value: { } name } && plan.Rules.Parameters.Find(name) is { } parameter ? parameter.Text : indicator.AsText();
        var lowered = row.Part().AllNamed("lowered").Any(plan.IsEnabled) && shown is not "info" ? " or less" : string.Empty;
        return $"→ {card?.Prefix ?? id}, {shown}{lowered}";
    }

    private void ExplainSources()
    {
        var sources = _cited.DistinctBy(Label, StringComparer.Ordinal).ToList();
        if (sources.Count > 0)
        {
            screen.Heading("SOURCES");
            screen.Line(string.Join("; ", sources.Select(source => source.Url is { } url ? $"{Label(source)} <{url}>" : Label(source))), Indent);
        }
    }

    private static string Label(RelatedArtifact source) => source.Label ?? source.Citation ?? source.Url ?? string.Empty;

    /// <summary>Gets the text up to the first full stop or question mark before a space.</summary>
    private static string FirstSentence(string text) =>
        text.AsSpan().IndexOfAny(SentenceEnds) is >= 0 and var end ? text[..(end + 1)] : text;
}
