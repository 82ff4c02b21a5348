using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace CdsHooks.EndToEnd.Tests;

/// <summary>What the README says works when it is pasted.</summary>
public sealed partial class ReadmeTests(ServiceProcess service) : IClassFixture<ServiceProcess>
{
    private static readonly string Readme = File.ReadAllText(Path.Combine(Command.Root, "README.md"));

    public static TheoryData<string> CliLines =>
        [.. CliLine().Matches(Readme).Select(match => match.Groups["arguments"].Value.Split('#')[0].Trim())];

    [Fact]
    public async Task The_pasted_request_gets_the_card_that_the_page_shows()
    {
        var command = Bash().Matches(Readme).Select(match => match.Groups["body"].Value).Single(body => body.Contains("curl", StringComparison.Ordinal));
        var address = service.Client.BaseAddress!.GetLeftPart(UriPartial.Authority);

        var (exit, output) = await Command.RunAsync("bash", ["-c", command.Replace("http://localhost:5080", address, StringComparison.Ordinal)]);

        Assert.Equal(0, exit);
        using var answer = JsonDocument.Parse(output);
        using var shown = JsonDocument.Parse(Json().Matches(Readme).Select(match => match.Groups["body"].Value).First(body => body.Contains("cards", StringComparison.Ordinal)));
        var card = answer.RootElement.GetProperty("cards")[0];
        var shownCard = shown.RootElement.GetProperty("cards")[0];
        Assert.Equal(shownCard.GetProperty("summary").GetString(), card.GetProperty("summary").GetString());
        Assert.Equal(shownCard.GetProperty("indicator").GetString(), card.GetProperty("indicator").GetString());
        Assert.Equal(Labels(shownCard), Labels(card), StringComparer.Ordinal);
        Assert.Equal(
            shownCard.GetProperty("source").GetProperty("topic").GetProperty("code").GetString(),
            card.GetProperty("source").GetProperty("topic").GetProperty("code").GetString());
    }

    [Fact]
    public void The_page_shows_every_command_line() => Assert.Equal(4, CliLines.Count);

    [Theory]
    [MemberData(nameof(CliLines))]
    public async Task Every_command_line_works(string arguments)
    {
        var (exit, output) = await Command.RunAsync("dotnet", [Assembly("CdsHooks.Cli", "cdshooks.dll"), .. arguments.Split(' ')]);

        Assert.Equal(0, exit);
        Assert.NotEmpty(output);
    }

    [Fact]
    public void The_picture_shows_the_card_of_the_pasted_request()
    {
        var picture = XDocument.Load(Path.Combine(Command.Root, "docs", "card.svg"));
        var shown = string.Join(' ', picture.Descendants().Where(element => element.Name.LocalName is "text").Select(text => text.Value));
        using var kept = JsonDocument.Parse(File.ReadAllText(Path.Combine(Command.Root, "tests", "cases", "v27-translation-4-1-mm", "response.json")));
        var card = kept.RootElement.GetProperty("cards")[0];
        var detail = Markdown().Replace(MarkdownLink().Replace(card.GetProperty("detail").GetString()!, "${text}"), string.Empty);

        Assert.Contains(card.GetProperty("summary").GetString()!, shown, StringComparison.Ordinal);
        Assert.All(detail.Split('\n', StringSplitOptions.RemoveEmptyEntries), paragraph => Assert.Contains(paragraph.TrimStart('-', ' '), shown, StringComparison.Ordinal));
        Assert.All(Labels(card), label => Assert.Contains(label!, shown, StringComparison.Ordinal));
    }

    [Fact]
    public void The_page_is_short() => Assert.InRange(Readme.Length, 1000, 6144);

    [Fact]
    public void Every_file_that_a_page_links_to_is_there()
    {
        var pages = Directory.GetFiles(Command.Root, "*.md")
            .Concat(new[] { "docs", ".github", "fhir-profiles", Path.Combine("tests", "cases") }.SelectMany(folder =>
                Directory.GetFiles(Path.Combine(Command.Root, folder), "*.md", SearchOption.AllDirectories)))
            .ToList();

        Assert.True(pages.Count > 30, "The pages were not found.");
        Assert.All(
            pages.SelectMany(page => Link().Matches(File.ReadAllText(page)).Select(match => (Page: page, Target: match.Groups["target"].Value)))
                .Where(link => !link.Target.StartsWith("http", StringComparison.Ordinal)),
            link => Assert.True(Path.Exists(Path.Combine(Path.GetDirectoryName(link.Page)!, link.Target)), $"{link.Page}: {link.Target}"));
    }

    private static IEnumerable<string?> Labels(JsonElement card) =>
        card.GetProperty("suggestions").EnumerateArray().Select(suggestion => suggestion.GetProperty("label").GetString());

    /// <summary>An assembly built beside these tests, in the same configuration.</summary>
    private static string Assembly(string project, string file)
    {
        var here = Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory);
        return Path.GetFullPath(Path.Combine(here, "..", "..", project, Path.GetFileName(here), file));
    }

    [GeneratedRegex(@"```bash\n(?<body>.*?)```", RegexOptions.ExplicitCapture | RegexOptions.Singleline, 1000)]
    private static partial Regex Bash();

    [GeneratedRegex(@"```json\n(?<body>.*?)```", RegexOptions.ExplicitCapture | RegexOptions.Singleline, 1000)]
    private static partial Regex Json();

    [GeneratedRegex(@"^dotnet run --project src/CdsHooks\.Cli -- (?<arguments>.+)$", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex CliLine();

    [GeneratedRegex(@"\*\*", RegexOptions.None, 1000)]
    private static partial Regex Markdown();

    [GeneratedRegex(@"\[(?<text>[^\]]+)\]\([^)]*\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex MarkdownLink();

    [GeneratedRegex(@"\]\((?<target>[^)#\s]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Link();
}
