using CdsHooks.Decision.Rules;
using CdsHooks.Fhir;

namespace CdsHooks.Decision.Cards;

/// <summary>Reads one card.</summary>
internal sealed class CardReader(CardScope scope, IReadOnlyDictionary<string, CardText> shortForms)
{
    private readonly CardTextReader _texts = new(scope);
    private readonly CardConditionReader _conditions = new(scope);
    private readonly SuggestionReader _suggestions = new(scope);
    private readonly ConceptReader _concepts = new(scope);

    /// <summary>Reads a card. Null when it lacks what nothing can stand in for; all its parts are looked at in any case.</summary>
    public CardDefinition? Read(FhirNode node)
    {
        var citations = ReadCitations(node);
        var summary = ReadSummary(node, citations);
        List<CardLine> lines = [.. node.Extensions("card-line").Select(ReadLine).OfType<CardLine>()];
        List<CardSuggestion> suggestions = [];
        foreach (var action in node.Items("action"u8))
        {
            if (_suggestions.Read(action) is { } suggestion)
            {
                suggestions.Add(suggestion);
            }
        }

        var overrideReasons = _concepts.ReadOverrideReasons(node);
        return ReadId(node) is { } id && summary is not null
            ? new CardDefinition(id, _concepts.ReadKindDisplay(node, id), summary, lines, suggestions, overrideReasons, citations)
            : null;
    }

    private string? ReadId(FhirNode node)
    {
        var id = node["id"u8].AsString();
        if (id is { Length: > 0 and <= 100 } && id.All(char.IsAsciiLetterOrDigit))
        {
            return id;
        }

        scope.Fault(node, "A card needs an id of letters and digits, at most 100: clients remember overrides by it and take nothing else.");
        return null;
    }

    private CardText? ReadSummary(FhirNode node, IReadOnlyList<string> citations)
    {
        if (!node["title"u8].Exists)
        {
            scope.Fault(node, "A card needs a title: its summary.");
            return null;
        }

        var summary = _texts.ReadPlain(node["title"u8]);
        if (summary is null)
        {
            return null;
        }

        var longest = new SummaryLength(scope.Rules, shortForms).Longest(summary, citations);
        if (longest > SummaryLength.Limit)
        {
            scope.Fault(node["title"u8], $"With its longest inserts this summary can reach {longest} characters; at most {SummaryLength.Limit} are allowed.");
        }

        return summary;
    }

    private CardLine? ReadLine(FhirNode line)
    {
        var value = line.Extension("text").Value();
        if (!value.Exists)
        {
            scope.Fault(line, "A card-line needs a text.");
        }

        var text = value.Exists ? _texts.ReadDetail(value) : null;
        var conditions = _conditions.Read(line);
        return scope.IsEnabled(line) && text is not null ? new CardLine(text, conditions) : null;
    }

    /// <summary>Reads the card's citations, each as Markdown: a link where there is an address.</summary>
    private List<string> ReadCitations(FhirNode node)
    {
        List<string> citations = [];
        foreach (var artifact in node.Items("documentation"u8))
        {
            var text = artifact["citation"u8].AsString() ?? artifact["display"u8].AsString() ?? artifact["label"u8].AsString() ?? string.Empty;
            var url = artifact["url"u8].AsString() ?? string.Empty;
            if (string.IsNullOrWhiteSpace(text + url))
            {
                scope.Fault(artifact, "A citation needs its text or its address.");
            }
            else if (url.Length > 0 && !IsLink(url))
            {
                scope.Fault(artifact["url"u8], "An absolute http or https address without spaces and parentheses is expected.");
            }
            else if (CardTextReader.HoldsHtml(text))
            {
                scope.Fault(artifact, "A citation must not hold HTML.");
            }
            else
            {
                citations.Add(Citation(text, url));
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
