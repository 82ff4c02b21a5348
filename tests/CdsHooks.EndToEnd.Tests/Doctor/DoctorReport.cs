using System.Diagnostics;
using System.Text.Json;
using Xunit;

namespace CdsHooks.EndToEnd.Tests.Doctor;

/// <summary>One run of <c>cdshooks doctor</c> as a process: its exit code and findings.</summary>
internal sealed record DoctorReport(int ExitCode, IReadOnlyDictionary<string, DoctorFinding> Findings, string Output)
{
    /// <summary>Runs it with <c>--json</c>. It must not say what it was told in confidence.</summary>
    public static async Task<DoctorReport> RunAsync(string address, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null, params string[] secrets)
    {
        var here = Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory);
        var program = Path.GetFullPath(Path.Combine(here, "..", "..", "CdsHooks.Cli", Path.GetFileName(here), "cdshooks.dll"));
        var start = new ProcessStartInfo("dotnet", [program, "doctor", address, "--json", .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>(StringComparer.Ordinal))
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        var said = output + await errors;
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, said, StringComparison.Ordinal));
        Assert.True(process.ExitCode is 0 or 1, said);
        using var json = JsonDocument.Parse(output);
        var findings = json.RootElement.GetProperty("findings").EnumerateArray().ToDictionary(
            finding => finding.GetProperty("check").GetString()!,
            finding => new DoctorFinding(
                finding.GetProperty("state").GetString()!,
                finding.GetProperty("message").GetString()!,
                finding.TryGetProperty("remedy", out var remedy) ? remedy.GetString() : null),
            StringComparer.Ordinal);
        return new DoctorReport(process.ExitCode, findings, said);
    }

    /// <summary>The named check has this state and says this; what is not well says how to mend it.</summary>
    public void AssertFound(string check, string state, string words)
    {
        var finding = Findings[check];
        Assert.Equal(state, finding.State);
        Assert.Contains(words, finding.Message, StringComparison.Ordinal);
        Assert.Equal(state is "problem" or "warning", finding.Remedy is { Length: > 0 });
        Assert.Equal(Findings.Values.Any(one => one.State is "problem") ? 1 : 0, ExitCode);
    }
}

internal sealed record DoctorFinding(string State, string Message, string? Remedy);
