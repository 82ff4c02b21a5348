using System.Text.RegularExpressions;
using Xunit;

namespace CdsHooks.Service.Tests.Infrastructure;

/// <summary>One answer of <c>/metrics</c>.</summary>
internal sealed partial class Scrape
{
    private readonly string _text;

    private Scrape(string text) => _text = text;

    /// <summary>Gets the name, the kind and the description of each metric.</summary>
    public IEnumerable<(string Name, string Kind, string Help)> Metrics =>
        from type in Types().Matches(_text)
        let name = type.Groups["name"].Value
        let help = Regex.Match(_text, $"^# HELP {Regex.Escape(name)} (?<help>.*)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1))
        select (name, type.Groups["kind"].Value, help.Groups["help"].Value);

    /// <summary>Gets the names of all series, those of histograms with their suffixes.</summary>
    public IReadOnlySet<string> Series => Samples().Matches(_text).Select(sample => sample.Groups["name"].Value).ToHashSet(StringComparer.Ordinal);

    public static async Task<Scrape> OfAsync(ServiceApp app)
    {
        using var client = app.CreateClient();
        using var response = await client.GetAsync(new Uri("/metrics", UriKind.Relative), TestContext.Current.CancellationToken);
        response.EnsureSuccessStatusCode();
        return new Scrape(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>Waits for a line; a scrape may be answered from one that was made a moment before.</summary>
    public static Task<Scrape> SeeAsync(ServiceApp app, string line) => Eventually.SeeAsync(() => OfAsync(app), scrape => scrape.Has(line));

    /// <summary>Determines whether a line begins with a text.</summary>
    public bool Has(string line) => _text.Split('\n').Any(one => one.StartsWith(line, StringComparison.Ordinal));

    /// <summary>Gets the lines of the metric that a line is of.</summary>
    public string About(string line) => string.Join('\n', _text.Split('\n').Where(one => one.StartsWith(line.Split('{', ' ')[0], StringComparison.Ordinal)));

    /// <summary>Gets the names of the labels of a metric.</summary>
    public IEnumerable<string> LabelsOf(string name) => Samples().Matches(_text)
        .Where(sample => sample.Groups["name"].Value.StartsWith(name, StringComparison.Ordinal))
        .SelectMany(sample => Labels().Matches(sample.Groups["labels"].Value).Select(label => label.Groups["label"].Value))
        .Where(label => label is not "le")
        .Distinct(StringComparer.Ordinal)
        .Order(StringComparer.Ordinal);

    public override string ToString() => _text;

    [GeneratedRegex(@"^# TYPE (?<name>\S+) (?<kind>\S+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Types();

    [GeneratedRegex(@"^(?<name>[a-z_]+)(\{(?<labels>.*)\})? \S+$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Samples();

    [GeneratedRegex("(?<label>[a-z_]+)=\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Labels();
}
