using Xunit;

namespace CdsHooks.Tests.Cli;

/// <summary>The command that writes views.</summary>
public sealed class SimulateViewsCommandTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string Output => Path.Combine(_folder.Path, "views");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Views_and_tables_are_written_with_the_rules_they_are_of()
    {
        var run = Run();

        Assert.Equal((0, string.Empty), (run.ExitCode, run.Error));
        Assert.Contains("PlanDefinition/lumbar-fusion|", run.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(Output, "views", "ViewDefinition-lumbar-fusion-condition-code.json")));
        Assert.Contains("SHA-256 of the rules", File.ReadAllText(Path.Combine(Output, "README.md")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_second_run_gives_the_same_bytes_and_leaves_what_is_not_its_own()
    {
        Run();
        var first = Contents();
        var notes = _folder.Write("views/notes.txt", "ours");

        Assert.Equal(0, Run("--parameters", "payer-strict").ExitCode);
        Assert.Equal(0, Run().ExitCode);

        Assert.Equal("ours", File.ReadAllText(notes));
        File.Delete(notes);
        Assert.Equal(first, Contents());
    }

    [Fact]
    public void Views_of_another_plan_replace_those_of_the_first()
    {
        Run();

        Assert.Equal(0, Run("--knowledge", "tests/second-procedure/fhir-profiles").ExitCode);

        Assert.DoesNotContain(Contents().Keys, file => file.Contains("lumbar-fusion", StringComparison.Ordinal));
    }

    [Fact]
    public void A_file_that_was_changed_is_kept()
    {
        Run();
        var changed = _folder.Write("views/criteria.csv", "mine");

        var run = Run();

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("criteria.csv in", run.Error, StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(changed));
    }

    [Theory]
    [InlineData("views/notes.txt", "ours", "is not empty, and not one of views")]
    [InlineData("views/views.json", "{}", "is not a list of views")]
    [InlineData("views/views.json", "[", "is not a list of views")]
    [InlineData("views/views.json", "{\"format\":\"cdshooks-views/1\",\"files\":[]}", "is not a list of views")]
    [InlineData("views/views.json", "{\"format\":\"cdshooks-views/1\",\"files\":{\"../notes.txt\":\"\"}}", "is not a list of views")]
    [InlineData("views", "ours", "is a file, not a folder")]
    public void A_folder_that_is_not_one_of_views_is_refused(string file, string text, string message)
    {
        var notes = _folder.Write("notes.txt", "ours");
        var other = _folder.Write(file, text);

        var run = Run();

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.Equal(text, File.ReadAllText(other));
        Assert.Equal("ours", File.ReadAllText(notes));
    }

    [Fact]
    public void A_file_in_the_place_of_a_view_is_refused()
    {
        _folder.Write("views/views.json", "{\"format\":\"cdshooks-views/1\",\"files\":{}}");
        var other = _folder.Write("views/criteria.csv", "mine");

        var run = Run();

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("is not one of the views", run.Error, StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(other));
        Assert.Single(Directory.GetFiles(Output, "*.csv"));
    }

    [Theory]
    [InlineData("There is no plan nonesuch", "--plan", "nonesuch")]
    [InlineData("There are no site parameters nonesuch", "--parameters", "nonesuch")]
    [InlineData("The folder nonesuch does not exist", "--knowledge", "nonesuch")]
    public void What_does_not_exist_is_named(string message, params string[] options)
    {
        var run = Run(options);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Output));
    }

    [Fact]
    public void The_output_is_required() => Assert.Equal(2, CliRun.Of("simulate", "views").ExitCode);

    private CliRun Run(params string[] options) => CliRun.Of(["simulate", "views", "--output", Output, .. options]);

    private SortedDictionary<string, string> Contents() =>
        new(Directory.GetFiles(Output, "*", SearchOption.AllDirectories).ToDictionary(file => Path.GetRelativePath(Output, file), File.ReadAllText, StringComparer.Ordinal), StringComparer.Ordinal);
}
