using Xunit;

namespace CdsHooks.Tests.Architecture;

/// <summary>Inside a project the folders know each other one way only; docs/architecture.md draws how.</summary>
public sealed class FolderGraphTests
{
    private static readonly string Page = Repository.PathOf("docs", "architecture.md");

    public static TheoryData<string> Projects => ["CdsHooks.Fhir", "CdsHooks.Decision", "CdsHooks.Workbench", "CdsHooks.Simulation", "CdsHooks.Service", "CdsHooks.Cli"];

    [Theory]
    [MemberData(nameof(Projects))]
    public void No_folder_knows_one_that_knows_it(string project) => Assert.Empty(new FolderGraph(project).Circles);

    [Theory]
    [MemberData(nameof(Projects))]
    public void The_architecture_page_draws_the_arrows(string project)
    {
        var page = File.ReadAllText(Page);
        var start = $"<!-- arrows of {project} -->\n```mermaid\n";
        var from = page.IndexOf(start, StringComparison.Ordinal);
        Assert.True(from >= 0, $"docs/architecture.md has no place for the arrows of {project}.");
        from += start.Length;
        var to = page.IndexOf("```", from, StringComparison.Ordinal);
        var drawn = new FolderGraph(project).Draw();
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") is "1")
        {
            File.WriteAllText(Page, page[..from] + drawn + page[to..]);
            return;
        }

        Assert.Equal(drawn, page[from..to]);
    }
}
