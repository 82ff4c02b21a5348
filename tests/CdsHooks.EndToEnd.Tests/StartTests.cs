using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Xunit;

namespace CdsHooks.EndToEnd.Tests;

/// <summary>A start that cannot be says why in a few words, with exit code 1: no stack, and nothing that may be secret.</summary>
public sealed class StartTests
{
    private const string Secret = "Quxbrindlewick";

    [Theory]
    [InlineData("Access__AllowAnonymous", Secret, "Access:AllowAnonymous must be true or false.")]
    [InlineData("Store__ConnectionString", $"Host=db;Password={Secret};Colour=blue", "Store:ConnectionString is not valid for PostgreSQL")]
    [InlineData("ASPNETCORE_URLS", "nonsense", "Urls must be addresses")]
    [InlineData("ASPNETCORE_URLS", "http://localhost:5080x", "Urls must be addresses")]
    [InlineData("ASPNETCORE_URLS", "http://localhost:0;http://localhost:80999", "Urls must be addresses")]
    [InlineData("ASPNETCORE_URLS", "http://192.0.2.7:5099", "The service cannot listen on its address (Urls)")]
    [InlineData("Limits__MaxHeaders", "1", "MaxHeaders must be between 20 and 1000")]
    [InlineData("Limits__CallBurst", Secret, "Limits:CallBurst must be a whole number.")]
    [InlineData("Kestrel__Endpoints__A__Url", "https://127.0.0.1:0", "certificate")]
    public async Task A_wrong_option_is_reported(string name, string value, string words) => await AssertRejectedAsync(words, (name, value), ("Logging__Console__LogLevel__Default", "Trace"));

    [Fact]
    public async Task A_verb_that_there_is_not_starts_nothing()
    {
        var (exit, output) = await Command.RunAsync("bash", ["-c", $"dotnet '{ServiceProcess.Assembly}' {Secret} 2>&1"]);

        Assert.Equal(2, exit);
        Assert.Contains("Verbs: store, healthcheck.", output, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_reported()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();

        await AssertRejectedAsync("address already in use. Stop the process that uses it, or choose another address", ("ASPNETCORE_URLS", $"http://127.0.0.1:{((IPEndPoint)taken.LocalEndpoint).Port}"));
    }

    [Fact]
    public async Task A_file_of_the_configuration_that_is_no_JSON_is_reported()
    {
        var file = Path.Combine(Path.GetDirectoryName(ServiceProcess.Assembly)!, "appsettings.Broken.json");
        await File.WriteAllTextAsync(file, $$"""{ "Store": {{Secret}} }""", TestContext.Current.CancellationToken);
        try
        {
            await AssertRejectedAsync("appsettings.Broken.json'. It is not valid JSON in line 1.", ("ASPNETCORE_ENVIRONMENT", "Broken"));
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static async Task AssertRejectedAsync(string words, params (string Name, string Value)[] settings)
    {
        var start = new ProcessStartInfo("dotnet", [ServiceProcess.Assembly])
        {
            WorkingDirectory = Path.GetTempPath(),
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["ASPNETCORE_ENVIRONMENT"] = "Production", ["Access__AllowAnonymous"] = "true" },
        };
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        var said = $"{await output}{await error}";

        Assert.Equal(1, process.ExitCode);
        Assert.Contains("The service does not start.", said, StringComparison.Ordinal);
        Assert.Contains(words, said, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", said, StringComparison.Ordinal);
        Assert.DoesNotContain("were not recorded", said, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, said, StringComparison.Ordinal);
    }
}
