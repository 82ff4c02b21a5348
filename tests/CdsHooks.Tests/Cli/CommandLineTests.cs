using Xunit;

namespace CdsHooks.Tests.Cli;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("--help")]
    [InlineData("check", "--help")]
    [InlineData("explain", "--help")]
    [InlineData("assess", "--help")]
    [InlineData("test", "--help")]
    [InlineData("shadow-report", "--help")]
    [InlineData("doctor", "--help")]
    public void Help_shows_how_to_call_it_with_an_example(params string[] args)
    {
        var run = CliRun.Of(args);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("Usage:", run.Output, StringComparison.Ordinal);
        Assert.Matches("(Example|Start with)", run.Output);
        Assert.Empty(run.Error);
    }

    [Fact]
    public void Without_a_verb_it_shows_help_and_calls_that_wrong_use()
    {
        var run = CliRun.Of();

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("Usage:", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("chekc")]
    [InlineData("check", "--nonsense")]
    [InlineData("assess")]
    [InlineData("shadow-report")]
    [InlineData("test", "tests/cases", "more")]
    public void Wrong_use_is_reported_in_a_line_with_where_to_look(params string[] args)
    {
        var run = CliRun.Of(args);

        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith("cdshooks: ", run.Error, StringComparison.Ordinal);
        Assert.Contains("--help' shows the usage.", run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }
}
