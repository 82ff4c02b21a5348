using System.Diagnostics;
using CdsHooks.Tests.Simulation;
using Xunit;

namespace CdsHooks.EndToEnd.Tests.Simulation;

/// <summary>A pack of the charts of the golden cases, and the result of its simulation in one process.</summary>
public sealed class SimulatedPack : IAsyncLifetime
{
    public const string Collection = "The simulated pack";
    public const int Shards = 20;

    /// <summary>What is simulated everywhere.</summary>
    public const string Options = "--set pt.minWeeks=8 --sweep pt.minWeeks=4,5,6,8";

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("cdshooks-simulated-");

    /// <summary>Gets the command line beside these tests, in the same configuration.</summary>
    internal static string Program
    {
        get
        {
            var here = Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory);
            return Path.GetFullPath(Path.Combine(here, "..", "..", "CdsHooks.Cli", Path.GetFileName(here), "cdshooks.dll"));
        }
    }

    /// <summary>Gets the folder of the pack.</summary>
    internal string Pack => Path.Combine(_root.FullName, "pack");

    /// <summary>Gets a folder with <c>cdshooks</c>, as the .NET tool would be installed in it.</summary>
    internal string Tools => Path.Combine(_root.FullName, "tools");

    /// <summary>Gets the result of <c>simulate run</c>.</summary>
    internal byte[] Result { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        GoldenPack.Write(Directory.CreateDirectory(Pack).FullName, Path.Combine(Command.Root, "tests", "cases"), Shards, copies: 20);
        Directory.CreateDirectory(Tools);

        // The installed tool brings the rules along; what was only built finds them above the working folder.
        Directory.CreateSymbolicLink(Path.Combine(_root.FullName, "fhir-profiles"), Path.Combine(Command.Root, "fhir-profiles"));
        await WriteProgramAsync(Path.Combine(Tools, "cdshooks"), $"exec dotnet '{Program}' \"$@\"");
        var run = Path.Combine(_root.FullName, "run");
        var (exit, output) = await RunAsync($"cdshooks simulate run '{Pack}' --output '{run}' {Options}", _root.FullName);
        Assert.True(exit == 0, output);
        Result = await File.ReadAllBytesAsync(Path.Combine(run, "result.ndjson"));
    }

    public ValueTask DisposeAsync()
    {
        _root.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <summary>Creates an empty folder.</summary>
    internal string NewFolder(string name) => _root.CreateSubdirectory(name).FullName;

    /// <summary>Runs a line of bash with <c>cdshooks</c> on the path.</summary>
    internal async Task<(int Exit, string Output)> RunAsync(string line, string folder, params (string Name, string Value)[] environment)
    {
        using var process = Start(line, folder, environment);
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output);
    }

    /// <summary>Starts a line of bash with <c>cdshooks</c> on the path; what it writes to either stream is its output.</summary>
    internal Process Start(string line, string folder, params (string Name, string Value)[] environment)
    {
        ProcessStartInfo start = new("bash", ["-c", $"exec 2>&1; {line}"]) { WorkingDirectory = folder, UseShellExecute = false, RedirectStandardOutput = true };
        start.Environment["PATH"] = $"{Tools}:{Environment.GetEnvironmentVariable("PATH")}";
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    /// <summary>Writes a program in bash.</summary>
    internal static async Task WriteProgramAsync(string path, string text)
    {
        await File.WriteAllTextAsync(path, $"#!/usr/bin/env bash\n{text}\n");
        Assert.Equal(0, (await Command.RunAsync("chmod", ["+x", path])).Exit);
    }
}

/// <summary>One pack for all tests of simulation.</summary>
[CollectionDefinition(SimulatedPack.Collection)]
public sealed class TestsOfTheSimulatedPack : ICollectionFixture<SimulatedPack>;
