using Xunit;

namespace CdsHooks.EndToEnd.Tests;

/// <summary><c>cdshooks</c> as a .NET tool: packed, installed from the folder, and run where no repository is.</summary>
public sealed class ToolPackageTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cdshooks-tool-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_packed_tool_installs_and_brings_the_rules_along()
    {
        var configuration = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        var tools = Path.Combine(_folder, "tools");

        var (packed, packing) = await Command.RunAsync(
            "dotnet", ["pack", Path.Combine(Command.Root, "src", "CdsHooks.Cli"), "-c", configuration, "--no-build", "-o", _folder, "-v", "quiet", "-nologo"]);
        Assert.True(packed == 0, packing);
        var (installed, installing) = await Command.RunAsync(
            "dotnet", ["tool", "install", "cdshooks", "--tool-path", tools, "--source", _folder]);
        Assert.True(installed == 0, installing);
        var (exit, output) = await Command.RunAsync("bash", ["-c", $"cd '{tools}' && ./cdshooks check"]);

        Assert.Equal(0, exit);
        Assert.Contains("0 errors", output, StringComparison.Ordinal);
        Assert.Single(Directory.GetFiles(tools, "THIRD-PARTY-NOTICES.md", SearchOption.AllDirectories));
    }
}
