using CdsHooks.Cli.Output;
using CdsHooks.Decision.Rules;
using Hl7.Fhir.Model;

namespace CdsHooks.Cli.Explain;

/// <summary>Explains a plan in plain words, for a reader who compares it with a document.</summary>
internal sealed class Explainer(PlanContext plan, Screen screen)
{
    /// <summary>Explains the whole plan.</summary>
    public void ExplainAll()
    {
        ExplainHeader();
        var criteria = new CriterionExplainer(plan, screen);
        screen.Heading("WHICH ORDERS");
        screen.Blank();
        criteria.Explain(plan.Tree.Orders);
        screen.Heading("WHAT IS LOOKED FOR");
        screen.Line("Each of these is met, not met or unknown. Unknown: a record could not be read, or what is there does not settle it.");
        foreach (var node in plan.Tree.Criteria)
        {
            screen.Blank();
            criteria.Explain(node);
        }

        var cards = new CardExplainer(plan, screen);
        screen.Heading("WHICH CARD: THE FIRST ROW THAT MATCHES DECIDES");
        cards.ExplainRows(plan.Tree.Rows);
        screen.Heading("THE CARDS");
        cards.ExplainCards(plan.Tree.Cards);
        ExplainParameters();
        ExplainSources();
    }

    /// <summary>Explains one criterion, and where the decision table asks for it.</summary>
    /// <exception cref="CommandException">There is no such criterion.</exception>
    public void ExplainOne(string id)
    {
        var node = plan.Tree.Find(id)
            ?? throw CommandException.WrongUse($"There is no criterion {id}. The criteria are: {string.Join(", ", plan.Tree.Ids)}.");
        new CriterionExplainer(plan, screen).Explain(node);
        var rows = plan.Tree.Rows.Where(row => row.AllNamed("when").Any(when =>
            string.Equals(when.Text("criterion"), id, StringComparison.Ordinal))).ToList();
        if (rows.Count > 0)
        {
            screen.Blank();
            screen.Line($"Rows of the decision table that ask for it: {string.Join(", ", rows.Select(row => row.ElementId))}.");
        }
    }

    private void ExplainHeader()
    {
        var header = plan.Header;
        screen.Strong($"{header.Title}, version {header.Version}{(header.Date is { } date ? $" of {date}" : string.Empty)}");
        screen.Line(plan.Rules.Canonical);
        var profile = plan.Rules.Profile;
        screen.Line(profile is RuleSetLoader.DefaultProfile ? "With the plan's own values (site profile seed)." : $"Under the site profile {profile}.");
        foreach (var text in new[] { header.Description, header.Purpose }.OfType<string>())
        {
            screen.Blank();
            screen.Line(text);
        }
    }

    private void ExplainParameters()
    {
        screen.Heading("WHAT A SITE MAY SET");
        foreach (var parameter in plan.Rules.Parameters.All)
        {
            screen.Line(ParameterText.Line(parameter), indent: 0, "- ");
        }

        foreach (var limit in plan.Tree.Root.AllNamed("plan-limit"))
        {
            screen.Line($"{limit.Text("lower")} must not exceed {limit.Text("upper")}. {limit.Text("meaning")}", indent: 0, "- ");
        }
    }

    private void ExplainSources()
    {
        var sources = plan.Tree.Criteria
            .Prepend(plan.Tree.Orders)
            .SelectMany(node => node.WithDescendants())
            .Select(node => node.Action)
            .Concat(plan.Tree.Cards)
            .SelectMany(action => action.Documentation)
            .Concat(plan.Tree.Root.RelatedArtifact)
            .Select(SourceText)
            .Where(text => text.Length > 0)
            .Distinct(StringComparer.Ordinal)
            .ToList();
        if (sources.Count == 0)
        {
            return;
        }

        screen.Heading("SOURCES");
        foreach (var source in sources)
        {
            screen.Line(source, indent: 0, "- ");
        }
    }

    private static string SourceText(RelatedArtifact document)
    {
        var url = document.Url;
        var text = string.Join(": ", new[] { document.Label, document.Citation ?? document.Display }.OfType<string>());
        return url is null || text.Contains(url, StringComparison.Ordinal) ? text : $"{text} <{url}>".TrimStart();
    }
}
