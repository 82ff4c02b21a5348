using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using CdsHooks.Benchmarks.Running;
using CdsHooks.Benchmarks.Samples;

namespace CdsHooks.Benchmarks.Attack;

/// <summary>
/// One client floods the service with slow or with large bodies from an address of its own, while another client calls it: the table
/// shows what the other one hears, and how much memory the process takes before, meanwhile and afterwards.
/// </summary>
internal static class AttackTable
{
    private const int SlowBodies = 800;
    private const int LargeBodies = 150;
    private const int LargeBytes = 15 * 1024 * 1024;
    private const int Megabyte = 1024 * 1024;

    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Afterwards = TimeSpan.FromSeconds(60);
    private static readonly Uri Path = new("/cds-services/lumbar-fusion-order-sign", UriKind.Relative);

    /// <summary>Runs both attacks and prints the table.</summary>
    /// <param name="service">Path of the built service.</param>
    public static async Task PrintAsync(string service)
    {
        Console.WriteLine("| phase | calls of the other client | answered 200 | p50 ms | p99 ms | slowest ms | memory MB, highest | readiness seen | errors in the log |\n|---|--:|--:|--:|--:|--:|--:|---|--:|");
        await RunAsync(service, $"{SlowBodies} bodies of 1.5 kB/s", SlowBodyAsync, SlowBodies);
        await RunAsync(service, $"{LargeBodies} bodies of {LargeBytes / Megabyte} MB at a time", LargeBodyAsync, LargeBodies);
    }

    private static async Task RunAsync(string service, string name, Func<Uri, CancellationToken, Task> attack, int attackers)
    {
        await using var process = await ServiceProcess.StartAsync(service);
        await ObserveAsync(process, "warming up", Quiet, isShown: false);
        await ObserveAsync(process, $"before: {name}", Quiet);
        using var end = new CancellationTokenSource(Duration);
        var attacks = Enumerable.Range(0, attackers).Select(_ => AgainAndAgainAsync(process.Address, attack, end.Token)).ToList();
        await ObserveAsync(process, $"**{name}**", Duration);
        await Task.WhenAll(attacks);
        await ObserveAsync(process, "the minute after", Afterwards);
        await ObserveAsync(process, "then", Quiet);
    }

    private static async Task AgainAndAgainAsync(Uri address, Func<Uri, CancellationToken, Task> attack, CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            try
            {
                await attack(address, end);
            }
            catch (Exception exception) when (exception is IOException or System.Net.Sockets.SocketException or OperationCanceledException)
            {
                // The service has closed the connection, or the attack is over.
            }
        }
    }

    /// <summary>Sends the body of one call, 1500 bytes a second, until the connection is closed.</summary>
    private static async Task SlowBodyAsync(Uri address, CancellationToken end)
    {
        await using var connection = await RawConnection.OpenAsync(address, end);
        await connection.SendAsync(HeadOf(1_000_000), end);
        var piece = new byte[1500];
        Array.Fill(piece, (byte)' ');
        while (!connection.IsAnswered)
        {
            await connection.SendAsync(piece, end);
            await Task.Delay(1000, end);
        }
    }

    /// <summary>Sends one call with a large body as fast as it is read, and reads the answer.</summary>
    private static async Task LargeBodyAsync(Uri address, CancellationToken end)
    {
        await using var connection = await RawConnection.OpenAsync(address, end);
        await connection.SendAsync(HeadOf(LargeBytes), end);
        var piece = new byte[64 * 1024];
        Array.Fill(piece, (byte)' ');
        for (var sent = 0; sent < LargeBytes && !connection.IsAnswered; sent += piece.Length)
        {
            await connection.SendAsync(piece, end);
        }

        await connection.AnsweredAsync(end);
        await Task.Delay(100, end);
    }

    private static byte[] HeadOf(int length) => System.Text.Encoding.ASCII.GetBytes(string.Create(
        CultureInfo.InvariantCulture, $"POST {Path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n"));

    private static async Task ObserveAsync(ServiceProcess process, string phase, TimeSpan duration, bool isShown = true)
    {
        var body = SampleRequest.Build(SampleForm.NotOurs);
        List<double> times = [];
        HashSet<string> readiness = [];
        var (good, memory, errors) = (0, 0L, process.Errors);
        var started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < duration)
        {
            var from = Stopwatch.GetTimestamp();
            good += await IsGoodAsync(process.Client, body) ? 1 : 0;
            times.Add(Stopwatch.GetElapsedTime(from).TotalMilliseconds);
            memory = Math.Max(memory, process.MemoryBytes);
            readiness.Add(await ReadinessAsync(process.Client));
            await Task.Delay(50);
        }

        if (isShown)
        {
            times.Sort();
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {phase} | {times.Count} | {good} | {times[times.Count / 2]:F1} | {times[(int)(times.Count * 0.99)]:F1} | {times[^1]:F1} | {memory / Megabyte} | {string.Join("; ", readiness)} | {process.Errors - errors} |"));
        }
    }

    private static async Task<bool> IsGoodAsync(HttpClient client, byte[] call)
    {
        using var body = new ByteArrayContent(call);
        body.Headers.ContentType = new("application/json");
        try
        {
            using var response = await client.PostAsync(Path, body);
            return response.StatusCode is HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static async Task<string> ReadinessAsync(HttpClient client)
    {
        using var response = await client.GetAsync(new Uri("/health/ready", UriKind.Relative));
        var report = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        return string.Join(": ", new[] { report["status"], report["cause"] }.Where(part => part is not null));
    }
}
