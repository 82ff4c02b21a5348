using CdsHooks.Decision;
using CdsHooks.Decision.Cards;
using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Plan;
using Hl7.Fhir.Model;

namespace CdsHooks.Service.Knowledge.SourcePage;

/// <summary>Writes the page about a plan for a reader of its cards: the criteria, the sources and the limits.</summary>
internal sealed class SourcePageWriter(CompiledPlan plan, PlanDefinition definition)
{
    public const string Style = """
        :root { color-scheme: light dark; }
        body { color: CanvasText; background: Canvas; font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 0 auto; padding: 1rem 1.25rem 4rem; }
        h1 { font-size: 1.6rem; line-height: 1.2; } h2 { font-size: 1.2rem; margin-top: 2.5rem; } h3 { font-size: 1rem; margin-bottom: .25rem; }
        .note { border-left: .25rem solid #b45309; padding: .5rem 1rem; background: #b453091a; } .note h2 { margin-top: .5rem; }
        .wide { overflow-x: auto; } table { border-collapse: collapse; width: 100%; font-size: .9rem; }
        th, td { text-align: left; vertical-align: top; padding: .4rem .6rem; border-bottom: 1px solid #8886; } th { white-space: nowrap; }
        td:first-child { white-space: nowrap; } :target { outline: 2px solid #2563eb; outline-offset: .4rem; }
        """;

    private readonly Html _html = new();

    /// <summary>Writes the page.</summary>
    public string Write()
    {
        var title = plan.Rules.Title;
        _html.Tags("<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
        _html.Element("title", title).Tags($"<style>{Style}</style></head><body><main>");
        _html.Element("h1", title);
        _html.Element("p", $"Version {definition.Version} of {definition.Date}. Site parameters: {plan.Rules.SiteParameters}.");
        _html.Paragraphs(definition.Purpose ?? string.Empty);
        _html.Tags("<section class=\"note\" id=\"limits\">").Element("h2", "Limits").Paragraphs(definition.Usage ?? string.Empty).Paragraphs(definition.Copyright ?? string.Empty).Tags("</section>");
        WriteCards();
        WriteCriteria();
        WriteParameters();
        WriteSources();
        return _html.Tags("</main></body></html>").ToString();
    }

    private static string WordsFor(CardRow row) => row switch
    {
        { Card: { } card, Indicator: { } indicator } =>
            $"{card.Display} ({indicator.ToString().ToLowerInvariant()}{(row.Lowered.Any(lowering => lowering.Indicator < indicator) ? ", or less" : string.Empty)})",
        _ => "no card",
    };

    private string Fill(string text) =>
        InsertWords.Fill(text, plan.Rules.Parameters, id => plan.Rules.FindCriterion(id)?.Title ?? id);

    private void WriteCards()
    {
        var titles = (RuleSetLoader.FindPart(definition, "decision-table")?.Action ?? [])
            .ToDictionary(row => row.ElementId ?? string.Empty, row => row.Title ?? string.Empty, StringComparer.Ordinal);
        _html.Element("h2", "Which card is shown").Element("p", "The first line that fits decides. There is never more than one card, and no card holds an order back.");
        _html.Table(["Row", "When", "Card"], plan.Cards.Rows.Select(row => (IReadOnlyList<string>)[row.Id, titles.GetValueOrDefault(row.Id, string.Empty), WordsFor(row)]));
        _html.Element("h2", "The cards");
        foreach (var card in plan.Cards.Cards)
        {
            _html.Element("h3", card.Display, $" id=\"{Html.Encode(card.Id)}\"").Element("p", Fill(card.Summary.Source));
        }
    }

    private void WriteCriteria()
    {
        _html.Element("h2", "What is looked for");
        _html.Element("p", "Each is met, not met or unknown. Unknown: a record could not be read, or what is there does not settle it. No coded record found in a chart does not mean that something was not done.");
        _html.Table(
            ["Key", "Criterion", "Question", "Sources"],
            plan.Rules.Criteria
                .Where(criterion => criterion.Prefix is not null)
                .Select(criterion => (IReadOnlyList<string>)[criterion.Prefix!, criterion.Title, Fill(criterion.Description), string.Join('\n', criterion.Citations)]));
    }

    private void WriteParameters()
    {
        _html.Element("h2", "Values in force");
        _html.Table(
            ["Name", "Value", "May be", "Meaning"],
            plan.Rules.Parameters.All.Select(parameter => (IReadOnlyList<string>)[parameter.Name, WithUnit(parameter), RangeOf(parameter), parameter.Meaning]));
    }

    private static string WithUnit(PlanParameter parameter) =>
        parameter.Type is ParameterType.Integer or ParameterType.Decimal ? Amount.InWords(parameter.Value.Number, parameter.Unit) : parameter.Text;

    private static string RangeOf(PlanParameter parameter) => parameter.Type switch
    {
        ParameterType.Integer or ParameterType.Decimal =>
            $"{ParameterValue.Of(parameter.Minimum ?? 0).ToText(parameter.Type)} to {ParameterValue.Of(parameter.Maximum ?? 0).ToText(parameter.Type)}",
        ParameterType.Boolean => "true, false",
        _ => string.Join(", ", parameter.Allowed),
    };

    private void WriteSources()
    {
        _html.Element("h2", "Sources", " id=\"sources\"").Tags("<ol>");
        foreach (var source in definition.RelatedArtifact)
        {
            var words = Html.Encode(source.Citation ?? source.Label ?? string.Empty);
            var isLink = Uri.TryCreate(source.Url, UriKind.Absolute, out var url) && string.Equals(url.Scheme, Uri.UriSchemeHttps, StringComparison.Ordinal);
            _html.Tags(isLink ? $"<li>{words} <a href=\"{Html.Encode(url!.AbsoluteUri)}\" rel=\"noreferrer\">{Html.Encode(url.Host)}</a></li>" : $"<li>{words}</li>");
        }

        _html.Tags("</ol>");
    }
}
