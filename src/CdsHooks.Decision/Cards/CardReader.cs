using CdsHooks.Decision.Plan;
using Hl7.Fhir.Model;

namespace CdsHooks.Decision.Cards;

/// <summary>Reads one card.</summary>
internal sealed class CardReader(CardScope scope, IReadOnlyDictionary<string, CardText> shortForms, CardPhrases phrases)
{
    private readonly CardTextReader _texts = new(scope);
    private readonly CardConditionReader _conditions = new(scope);
    private readonly SuggestionReader _suggestions = new(scope);
    private readonly ConceptReader _concepts = new(scope);

    /// <summary>Reads a card and checks all its parts; null when it has no valid id or summary.</summary>
    public CardDefinition? Read(PlanDefinition.ActionComponent node)
    {
        var citations = ReadCitations(node);
        var summary = ReadSummary(node, citations);
        var summaries = ReadSummaries(node, citations);
        List<CardLine> lines = [.. node.Part().AllNamed("line").Select(line => ReadLine(line, citations)).OfType<CardLine>()];
        List<CardSuggestion> suggestions = [.. node.Action.Select(_suggestions.Read).OfType<CardSuggestion>()];
        var overrideReasons = _concepts.ReadOverrideReasons(node);
        return ReadId(node) is { } id && summary is not null
            ? new CardDefinition(id, _concepts.ReadKindDisplay(node, id), summary, summaries, lines, suggestions, overrideReasons, citations)
            : null;
    }

    private string? ReadId(PlanDefinition.ActionComponent node) => node.ElementId is { Length: > 0 and <= 100 } id && id.All(char.IsAsciiLetterOrDigit)
        ? id
        : scope.Reject<string>(
            node, "A card needs an id of letters and digits, at most 100: clients use it to remember overrides and accept no other characters.");

    private CardText? ReadSummary(PlanDefinition.ActionComponent node, IReadOnlyList<CardCitation> citations) => node.TitleElement is { } title
        ? ReadSummary(title, citations)
        : scope.Reject<CardText>(node, "A card needs a title: its summary.");

    private CardText? ReadSummary(DataType text, IReadOnlyList<CardCitation> citations)
    {
        if (_texts.ReadPlain(text, citations) is not { } summary)
        {
            return null;
        }

        var longest = new SummaryLength(scope.Rules, shortForms, phrases).Longest(summary, citations);
        scope.Require(
            longest <= SummaryLength.Limit,
            text,
            $"With its longest inserts, this summary has {longest} characters; at most {SummaryLength.Limit} are allowed.");
        return summary;
    }

    /// <summary>Reads the summaries by cause. A summary is never shown if an earlier one holds whenever it does.</summary>
    private List<CardSummary> ReadSummaries(PlanDefinition.ActionComponent node, IReadOnlyList<CardCitation> citations)
    {
        List<CardSummary> summaries = [];
        List<IReadOnlyList<CardCondition>> alwaysEnabled = [];
        foreach (var extension in node.Part().AllNamed("summary"))
        {
            var issuesBefore = scope.Issues.Issues.Count;
            var value = extension.Named("text")?.Value;
            scope.Require(value is not null, extension, "A summary needs a text.");
            var text = value is null ? null : ReadSummary(value, citations);
            var conditions = _conditions.Read(extension);
            scope.Require(
                extension.AllNamed("when").Count > 0,
                extension,
                "A summary needs at least one when: the summary for every other cause is the card's title.");
            if (scope.Issues.Issues.Count > issuesBefore)
            {
                continue;
            }

            scope.Require(
                !alwaysEnabled.Exists(earlier => earlier.All(condition => conditions.Any(condition.IsImpliedBy))),
                extension,
                "This summary is never shown: an earlier one holds whenever it does.");
            if (extension.AllNamed("enabledWhen").Count == 0)
            {
                alwaysEnabled.Add(conditions);
            }

            if (scope.IsEnabled(extension) && text is not null)
            {
                summaries.Add(new CardSummary(text, conditions));
            }
        }

        return summaries;
    }

    private CardLine? ReadLine(Extension line, IReadOnlyList<CardCitation> citations)
    {
        if (line.Value.AsText() is { } name)
        {
            var shared = scope.FindPart("cards").Part().AllNamed("line").FirstOrDefault(candidate => string.Equals(candidate.Text("name"), name, StringComparison.Ordinal));
            return shared is null ? scope.Reject<CardLine>(line, "The action cards has no line with this name.") : ReadLine(shared, citations);
        }

        var value = line.Named("text")?.Value;
        scope.Require(value is not null, line, "A line needs a text, or the name of a line in the action cards.");
        var continues = ReadFlag(line, "continues");
        var givesWay = ReadRank(line);
        var text = value is null ? null : _texts.ReadDetail(value, citations);
        var conditions = _conditions.Read(line);
        return scope.IsEnabled(line) && text is not null ? new CardLine(text, conditions, continues, givesWay) : null;
    }

    private int? ReadRank(Extension line) => line.Named("givesWay") switch
    {
        null => null,
        { Value: Integer { Value: >= 1 and <= 9 and var rank } } => rank,
        var other => scope.Reject<int?>(other, "givesWay must be a whole number from 1 to 9: the lines with the lowest give way first."),
    };

    private bool ReadFlag(Extension line, string name)
    {
        var flag = line.Named(name);
        scope.Require(flag is null || flag.Value.AsFlag() is not null, flag, $"{name} must be true or false.");
        return flag?.Value.AsFlag() is true;
    }

    /// <summary>Reads the card's citations as Markdown: a link where there is a URL.</summary>
    private List<CardCitation> ReadCitations(PlanDefinition.ActionComponent node)
    {
        List<CardCitation> citations = [];
        foreach (var cited in node.Documentation)
        {
            var artifact = scope.Plan.SourceOf(cited);
            var text = cited.Citation ?? cited.Display ?? cited.Label ?? string.Empty;
            var url = artifact.Url ?? string.Empty;
            if (artifact is { Citation: null, Display: null } && string.IsNullOrWhiteSpace(url))
            {
                scope.AddIssue(cited, "A citation needs the label of a relatedArtifact of the plan, or a text or URL.");
            }
            else if (url.Length > 0 && !IsLink(url))
            {
                scope.AddIssue(artifact.UrlElement, "An absolute http or https URL without spaces and parentheses is expected.");
            }
            else if (CardTextReader.HasHtml(text))
            {
                scope.AddIssue(artifact, "A citation must not contain HTML.");
            }
            else
            {
                citations.Add(new CardCitation(artifact.Label ?? string.Empty, Citation(text, url), Citation(artifact.Label ?? text, url)));
            }
        }

        return citations;
    }

    private static bool IsLink(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && url.AsSpan().IndexOfAny(" ()<>") < 0;

    private static string Citation(string text, string url) => text.Length == 0 || url.Length == 0
        ? text + url
        : $"[{text.Replace("[", "\\[", StringComparison.Ordinal).Replace("]", "\\]", StringComparison.Ordinal)}]({url})";
}
