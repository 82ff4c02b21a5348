using System.Diagnostics;
using System.Globalization;
using Xunit;

namespace CdsHooks.EndToEnd.Tests.Deploy;

/// <summary><c>CdsHooks.Service healthcheck</c> finds the service by the configuration that the service itself has.</summary>
public sealed class HealthCheckTests(ServiceProcess service) : IClassFixture<ServiceProcess>
{
    [Theory]
    [InlineData("ASPNETCORE_URLS", "http://+:{0}", 0, "")]
    [InlineData("ASPNETCORE_URLS", "https://localhost:1;http://127.0.0.1:{0}", 0, "")]
    [InlineData("ASPNETCORE_HTTP_PORTS", "{0}", 0, "")]
    [InlineData("Kestrel__Endpoints__A__Url", "http://0.0.0.0:{0}", 0, "")]
    [InlineData("ASPNETCORE_URLS", "http://127.0.0.1:1", 1, "The service does not answer.")]
    [InlineData("ASPNETCORE_URLS", "https://localhost:{0}", 1, "No http address to ask is configured.")]
    public async Task It_asks_at_the_address_that_is_configured(string name, string value, int exitCode, string words)
    {
        var start = new ProcessStartInfo("dotnet", [ServiceProcess.Assembly, "healthcheck"])
        {
            WorkingDirectory = Path.GetTempPath(),
            UseShellExecute = false,
            RedirectStandardError = true,
            Environment = { [name] = string.Format(CultureInfo.InvariantCulture, value, service.Client.BaseAddress!.Port) },
        };

        using var process = Process.Start(start)!;
        var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(exitCode, process.ExitCode);
        Assert.Equal(words, error.Trim());
    }
}
