using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using Xunit;

namespace CdsHooks.EndToEnd.Tests.Deploy;

/// <summary>docs/THIRD-PARTY-NOTICES.md names every package that the published service and the tool hold, and has the text of every licence.</summary>
[Collection(PublishedService.Collection)]
public sealed class NoticesTests(PublishedService published)
{
    private const string Start = "<!-- packages -->\n";
    private const string End = "<!-- end of packages -->";

    private static readonly string Page = Path.Combine(Command.Root, "docs", "THIRD-PARTY-NOTICES.md");

    /// <summary>Packages that state their licence in a file; it was read.</summary>
    private static readonly Dictionary<string, string> Read = new(StringComparer.Ordinal) { ["SQLite"] = "Public domain" };

    [Fact]
    public async Task The_page_names_what_is_shipped()
    {
        var page = await File.ReadAllTextAsync(Page, TestContext.Current.CancellationToken);
        var from = page.IndexOf(Start, StringComparison.Ordinal) + Start.Length;
        var to = page.IndexOf(End, StringComparison.Ordinal);
        var table = Table();
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") is "1")
        {
            await File.WriteAllTextAsync(Page, page[..from] + table + page[to..], TestContext.Current.CancellationToken);
            return;
        }

        Assert.Equal(table, page[from..to]);
        Assert.All(table.Split('\n')[2..^1].Select(row => row.Split(" | ")[2]).Distinct(StringComparer.Ordinal), licence => Assert.Contains($"\n### {licence}\n", page, StringComparison.Ordinal));
    }

    private string Table()
    {
        var here = Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory);
        var tool = Packages(Path.GetFullPath(Path.Combine(here, "..", "..", "CdsHooks.Cli", Path.GetFileName(here), "cdshooks.deps.json")));
        var service = Packages(Path.Combine(published.App, "CdsHooks.Service.deps.json"));
        StringBuilder table = new("| package | version | licence | copyright or authors | in |\n|---|---|---|---|---|\n");
        foreach (var (name, version) in service.Union(tool).OrderBy(package => package.Name, StringComparer.OrdinalIgnoreCase).ThenBy(package => package.Version, StringComparer.Ordinal))
        {
            var (licence, owner) = LicenceOf(name, version);
            var where = (service.Contains((name, version)), tool.Contains((name, version))) switch
            {
                (true, true) => "service, tool",
                (true, false) => "service",
                _ => "tool",
            };
            table.Append("| ").AppendJoin(" | ", name, name.Contains(".App.Runtime.", StringComparison.Ordinal) ? "the SDK's" : version, licence, owner, where).Append(" |\n");
        }

        foreach (var vendored in Vendored().OrderBy(file => file.Package, StringComparer.Ordinal))
        {
            table.Append("| ").AppendJoin(" | ", $"{vendored.Package} (npm)", vendored.Version, vendored.Licence, vendored.By, "service").Append(" |\n");
        }

        return table.ToString();
    }

    /// <summary>Lists the files of others that the pages load.</summary>
    private static IEnumerable<Vendor> Vendored() => JsonSerializer.Deserialize<Vendor[]>(
        File.ReadAllText(Path.Combine(Command.Root, "src", "CdsHooks.Service", "Pages", "Shared", "Assets", "vendored.json")), JsonSerializerOptions.Web)!.DistinctBy(file => file.Package, StringComparer.Ordinal);

    private static HashSet<(string Name, string Version)> Packages(string file)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(file));
        return
        [
            .. json.RootElement.GetProperty("libraries").EnumerateObject()
                .Where(library => library.Value.GetProperty("type").GetString() is not "project")
                .Select(library => library.Name.Replace("runtimepack.", "", StringComparison.Ordinal).Split('/'))
                .Select(parts => (parts[0], parts[1])),
        ];
    }

    private static (string Licence, string Owner) LicenceOf(string name, string version)
    {
        var home = Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        var folder = Path.Combine(home, name.ToLowerInvariant(), version);
        var metadata = XDocument.Load(Directory.GetFiles(folder, "*.nuspec").Single()).Root!.Elements().Single().Elements().ToList();
        var licence = metadata.Single(element => element.Name.LocalName is "license");
        var owner = metadata.Find(element => element.Name.LocalName is "copyright")?.Value ?? metadata.Single(element => element.Name.LocalName is "authors").Value;
        return ((string?)licence.Attribute("type") is "expression" ? licence.Value : Read[name], string.Join(' ', owner.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
    }

    private sealed record Vendor(string Package, string Version, string Licence, string By);
}
