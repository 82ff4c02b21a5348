using System.Text.Json;
using System.Text.RegularExpressions;
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
    public void The_configuration_table_names_every_setting()
    {
        using var settings = JsonDocument.Parse(File.ReadAllText(Path.Combine(Command.Root, "src", "CdsHooks.Service", "appsettings.json")));

        Assert.All(
            Keys(settings.RootElement, string.Empty).Where(key => !key.StartsWith("Logging", StringComparison.Ordinal)),
            key => Assert.Contains($"| `{key}` |", Readme, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_file_the_page_links_to_is_there() =>
        Assert.All(
            Link().Matches(Readme).Select(match => match.Groups["target"].Value).Where(target => !target.StartsWith("http", StringComparison.Ordinal)),
            target => Assert.True(Path.Exists(Path.Combine(Command.Root, target)), target));

    private static IEnumerable<string> Keys(JsonElement element, string prefix) =>
        element.EnumerateObject().SelectMany(member => member.Value.ValueKind is JsonValueKind.Object
            ? Keys(member.Value, $"{prefix}{member.Name}:")
            : [prefix + member.Name]);

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

    [GeneratedRegex(@"\]\((?<target>[^)#\s]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Link();
}
