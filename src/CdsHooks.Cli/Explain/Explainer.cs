using CdsHooks.Cli.Output;
using CdsHooks.Cli.Plans;
using CdsHooks.Decision.Plan;
using Hl7.Fhir.Model;

namespace CdsHooks.Cli.Explain;

/// <summary>Explains a plan in plain words, for a reader who compares it with a clinical document.</summary>
internal sealed class Explainer(PlanContext plan, Screen screen)
{
    /// <summary>Explains the plan on one page.</summary>
    public void ExplainBriefly()
    {
        ExplainHeader(isWhole: false);
        new Overview(plan, screen).Explain();
    }

    /// <summary>Explains the whole plan, including what is switched off.</summary>
    public void ExplainAll()
    {
        ExplainHeader(isWhole: true);
        var criteria = new CriterionExplainer(plan, screen, isWhole: true);
        screen.Heading("WHICH ORDERS");
        screen.Blank();
        criteria.Explain(plan.Tree.Orders);
        screen.Heading("WHAT IS LOOKED FOR");
        screen.Line("Each of these is met, not met or unknown. Unknown: a record could not be read, or the records do not settle it.");
        foreach (var node in plan.Tree.Criteria)
        {
            screen.Blank();
            criteria.Explain(node);
        }

        var cards = new CardExplainer(plan, screen, isWhole: true);
        screen.Heading("WHICH CARD: THE FIRST ROW THAT MATCHES DECIDES");
        cards.ExplainRows(plan.Tree.Rows);
        screen.Heading("THE CARDS");
        cards.ExplainCards(plan.Tree.Cards);
        ExplainParameters();
        ExplainSources();
    }

    /// <summary>Explains one criterion or one card, and the rows of the decision table that use it.</summary>
    /// <param name="name">The id (<c>instability</c>) or the key (<c>I2</c>, <c>K1</c>), case-insensitive.</param>
    /// <param name="isWhole">True to include what is switched off.</param>
    /// <exception cref="CommandException">The criterion or card does not exist.</exception>
    public void ExplainOne(string name, bool isWhole)
    {
        if (plan.Tree.Find(name) is { } node)
        {
            ExplainCriterion(node, isWhole);
        }
        else if (plan.Tree.Cards.FirstOrDefault(card => IsNamed(card, name)) is { } card)
        {
            ExplainCard(card, isWhole);
        }
        else
        {
            var keyed = plan.Tree.Ids.Select(plan.Tree.Find).FirstOrDefault(found => IsNamed(found!.Action, name))
                ?? throw CommandException.UsageError(
                    $"There is no criterion or card {name}. The criteria are: {string.Join(", ", plan.Tree.Ids)}. "
                    + $"The cards are: {string.Join(", ", plan.Tree.Cards.Select(found => found.ElementId))}.");
            ExplainCriterion(keyed, isWhole);
        }
    }

    private static bool IsNamed(PlanDefinition.ActionComponent action, string name) =>
        string.Equals(action.ElementId, name, StringComparison.OrdinalIgnoreCase) || string.Equals(action.Prefix, name, StringComparison.OrdinalIgnoreCase);

    private void ExplainCriterion(PlanNode node, bool isWhole)
    {
        new CriterionExplainer(plan, screen, isWhole).Explain(node);
        var rows = plan.Tree.Rows.Where(row => (isWhole || plan.IsEnabled(row)) && row.Part().AllNamed("when").Any(when =>
            string.Equals(when.Text("criterion"), node.Id, StringComparison.Ordinal))).ToList();
        if (rows.Count > 0)
        {
            screen.Blank();
            screen.Line($"Rows of the decision table that use it: {string.Join(", ", rows.Select(row => row.ElementId))}.");
        }
    }

    private void ExplainCard(PlanDefinition.ActionComponent card, bool isWhole)
    {
        var cards = new CardExplainer(plan, screen, isWhole);
        cards.ExplainCards([card]);
        cards.ExplainRows([.. plan.Tree.Rows.Where(row => string.Equals(row.Part().Text("card"), card.ElementId, StringComparison.Ordinal))]);
        screen.Blank();
        screen.Lines(card.Documentation.Select(plan.Source).Select(SourceText), bullet: "- ");
    }

    private void ExplainHeader(bool isWhole)
    {
        var header = plan.Tree.Root;
        screen.Strong($"{header.Title ?? header.Url}, version {header.Version}{(header.Date is { } date ? $" of {date}" : string.Empty)}");
        screen.Line(plan.Rules.Canonical);
        var siteParameters = plan.Rules.SiteParameters;
        screen.Line(siteParameters is RuleSetLoader.DefaultSiteParameters ? "With the plan's defaults (site parameters seed)." : $"With the site parameters {siteParameters}.");
        foreach (var text in new[] { header.Description, isWhole ? header.Purpose : null }.OfType<string>())
        {
            screen.Blank();
            screen.Line(text);
        }
    }

    private void ExplainParameters()
    {
        screen.Heading("WHAT A SITE MAY SET");
        screen.Lines(plan.Rules.Parameters.All.Select(ParameterText.Line), bullet: "- ");
        screen.Lines(
            plan.Tree.Root.AllNamed("plan-limit").Select(limit => $"{limit.Text("lower")} must not exceed {limit.Text("upper")}. {limit.Text("meaning")}"),
            bullet: "- ");
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
            .Reverse()
            .DistinctBy(source => source.Label ?? source.Citation ?? source.Url, StringComparer.Ordinal)
            .Reverse()
            .Select(SourceText)
            .Where(text => text.Length > 0)
            .Distinct(StringComparer.Ordinal)
            .ToList();
        if (sources.Count > 0)
        {
            screen.Heading("SOURCES");
            screen.Lines(sources, bullet: "- ");
        }
    }

    private static string SourceText(RelatedArtifact document)
    {
        var url = document.Url;
        var text = string.Join(": ", new[] { document.Label, document.Citation ?? document.Display }.OfType<string>());
        return (url is null || text.Contains(url, StringComparison.Ordinal) ? text : $"{text} <{url}>".TrimStart()) + Grading(document);
    }

    private static string Grading(RelatedArtifact document)
    {
        string?[] grades =
        [
            Graded(document, "strength of recommendation", "cqf-strengthOfRecommendation"),
            Graded(document, "quality of evidence", "cqf-qualityOfEvidence"),
        ];
        var stated = string.Join("; ", grades.OfType<string>());
        return stated.Length == 0 ? string.Empty : $" ({stated})";
    }

    private static string? Graded(RelatedArtifact document, string label, string name) =>
        document.Document?.GetExtensionValue<CodeableConcept>("http://hl7.org/fhir/StructureDefinition/" + name)?.Text is { } grade
            ? $"{label}: {grade}"
            : null;
}
