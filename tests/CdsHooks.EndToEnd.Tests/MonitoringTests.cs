using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Xunit;

namespace CdsHooks.EndToEnd.Tests;

/// <summary>The service as in production: metrics at a port of their own, and logs as JSON by one setting.</summary>
public sealed class MonitoringTests
{
    [Theory]
    [InlineData("ASPNETCORE_URLS", "http://127.0.0.1:{0}")]
    [InlineData("ASPNETCORE_HTTP_PORTS", "{0}")]
    [InlineData("Kestrel__Endpoints__Calls__Url", "http://127.0.0.1:{0}")]
    public async Task Metrics_are_at_their_port_and_every_log_line_of_a_call_has_its_request_id(string setting, string value)
    {
        var (calls, metrics) = (FreePort(), FreePort());
        var start = new ProcessStartInfo("dotnet", [ServiceProcess.Assembly])
        {
            WorkingDirectory = Path.GetTempPath(),
            UseShellExecute = false,
            RedirectStandardOutput = true,
            Environment =
            {
                ["ASPNETCORE_ENVIRONMENT"] = "Production",
                ["Access__AllowAnonymous"] = "true",
                ["Telemetry__MetricsPort"] = $"{metrics}",
                ["Logging__Console__FormatterName"] = "json",
                [setting] = value.Replace("{0}", $"{calls}", StringComparison.Ordinal),
            },
        };
        ConcurrentQueue<string> lines = new();
        using var process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => lines.Enqueue(line.Data ?? string.Empty);
        process.BeginOutputReadLine();
        try
        {
            using SocketsHttpHandler handler = new();
            using HttpClient client = new(handler);
            await ReadyAsync(client, process, new Uri($"http://127.0.0.1:{metrics}/health/ready"));

            Assert.Contains("cdshooks_store_available", await client.GetStringAsync(new Uri($"http://127.0.0.1:{metrics}/metrics"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(client, $"http://127.0.0.1:{metrics}/cds-services"));
            Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(client, $"http://127.0.0.1:{calls}/metrics"));
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, $"http://127.0.0.1:{calls}/cds-services"));

            using StringContent broken = new("{", Encoding.UTF8, "application/json");
            using var rejected = await client.PostAsync(new Uri($"http://127.0.0.1:{calls}/cds-services/lumbar-fusion-order-sign"), broken, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.BadRequest, rejected.StatusCode);
            var requestId = rejected.Headers.GetValues("X-Request-Id").Single();

            var ofCall = JsonElement.Parse(await LineAsync(lines, "Answered 400"));
            Assert.Equal(1300, ofCall.GetProperty("EventId").GetInt32());
            Assert.NotEmpty(ofCall.GetProperty("Timestamp").GetString()!);
            Assert.Contains(ofCall.GetProperty("Scopes").EnumerateArray(), scope => scope.TryGetProperty("RequestId", out var id) && id.ValueEquals(requestId));
            Assert.All(lines.Where(line => line.Length > 0), line => Assert.Equal(JsonValueKind.Object, JsonElement.Parse(line).ValueKind));
        }
        finally
        {
            process.Kill();
        }
    }

    /// <summary>Waits for a line of the log, which is written beside the answer.</summary>
    private static async Task<string> LineAsync(ConcurrentQueue<string> lines, string words)
    {
        while (true)
        {
            if (lines.FirstOrDefault(line => line.Contains(words, StringComparison.Ordinal)) is { } found)
            {
                return found;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), TestContext.Current.CancellationToken);
        }
    }

    private static async Task ReadyAsync(HttpClient client, Process process, Uri address)
    {
        while (true)
        {
            Assert.False(process.HasExited, "The service stopped.");
            try
            {
                using var response = await client.GetAsync(address, TestContext.Current.CancellationToken);
                if (response.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), TestContext.Current.CancellationToken);
        }
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string address)
    {
        using var response = await client.GetAsync(new Uri(address), TestContext.Current.CancellationToken);
        return response.StatusCode;
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
