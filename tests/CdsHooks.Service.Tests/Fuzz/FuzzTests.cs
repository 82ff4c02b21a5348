using System.Collections.Concurrent;
using System.Globalization;
using CdsHooks.Service.Tests.Infrastructure;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CdsHooks.Service.Tests.Fuzz;

/// <summary>
/// Whatever is sent to whatever route: an answer, never a fault of ours, and nothing that piles up. <c>FUZZ_REQUESTS</c> (3000) says how
/// many requests are put, <c>FUZZ_SEED</c> which, <c>FUZZ_FIRST</c> (0) from which number on.
/// </summary>
[Collection(Alone.Name)]
public sealed class FuzzTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly long Requests = Setting("FUZZ_REQUESTS", 3000);
    private static readonly long Seed = Setting("FUZZ_SEED", 20_260_601);
    private static readonly long First = Setting("FUZZ_FIRST", 0);

    private readonly ConcurrentDictionary<string, int> _answers = new(StringComparer.Ordinal);

    private static readonly string Folder = Path.Combine(Some.Repository, ".artifacts", "fuzz");

    [Fact]
    public async Task Every_request_is_answered_and_nothing_piles_up()
    {
        await using var fhir = await FuzzFhirServer.StartAsync();
        await using var app = new ServiceApp { Settings = SettingsFor(fhir.Address) };
        using var client = app.CreateClient();
        client.Timeout = Patience;
        var source = new FuzzSource(Seed, RoutesOf(app), fhir.Address);
        fhir.Answer = source.Answer;
        var issues = new ConcurrentBag<string>();
        _answers.Clear();

        await PutAsync(First, First + (Requests / 3), source, client, app, issues);
        var before = MemoryInUse();
        await PutAsync(First + (Requests / 3), First + Requests, source, client, app, issues);
        var after = MemoryInUse();

        Assert.True(issues.IsEmpty, $"{issues.Count} of {Requests}: {string.Join("; ", issues.Order(StringComparer.Ordinal).Take(20))}");
        Assert.True(after < (before * 1.25) + 16_000_000, $"The memory in use grew from {before} to {after} bytes.");
        TestContext.Current.SendDiagnosticMessage(
            "{0} requests, seed {1}, memory in use {2} then {3} bytes; {4}", Requests, Seed, before, after, string.Join(", ", _answers.OrderBy(answer => answer.Key, StringComparer.Ordinal).Select(answer => $"{answer.Key}: {answer.Value}")));
        AssertVaried();
    }

    private static Dictionary<string, string?> SettingsFor(Uri fhirServer) => Some.Settings(
        ("Logging:LogLevel:Default", "Warning"),
        ("Logging:LogLevel:Microsoft.AspNetCore", "Warning"),
        ("Clients:Anonymous:FhirServers:0:BaseUrl", new Uri(fhirServer, "/fhir").AbsoluteUri),
        ("Clients:Anonymous:FhirServers:0:AllowPrivateAddress", "true"),
        ("Clients:Anonymous:DeadlineMilliseconds", "5000"));

    /// <summary>Every route there is, so that a new one is fuzzed without being named here.</summary>
    private static List<(string Method, string Pattern)> RoutesOf(ServiceApp app) =>
    [
        .. app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().SelectMany(endpoint =>
            (endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"]).Select(method => (method, endpoint.RoutePattern.RawText ?? "/"))),
    ];

    /// <summary>A fuzz that is turned away at the door shows nothing.</summary>
    private void AssertVaried()
    {
        foreach (var (answer, oneIn) in ((string, int)[])[("200", 10), ("200 with a card", 100), ("400", 10), ("404", 100), ("412", 200), ("415", 200)])
        {
            Assert.True(Requests < 1000 || _answers.GetValueOrDefault(answer) >= Requests / oneIn, $"Only {_answers.GetValueOrDefault(answer)} of {Requests} are {answer}.");
        }
    }

    private Task PutAsync(long from, long to, FuzzSource source, HttpClient client, ServiceApp app, ConcurrentBag<string> issues) => Parallel.ForAsync(
        from,
        to,
        TestContext.Current.CancellationToken,
        async (number, cancellationToken) =>
        {
            var request = source.Make(number);
            var issue = await PutAsync(request, client, cancellationToken);
            if (app.Logs.Lines.FirstOrDefault(line => line.Contains("[1301]", StringComparison.Ordinal) || line.StartsWith("Critical", StringComparison.Ordinal)) is { } line)
            {
                issue = $"{issue} {line}";
            }

            app.Logs.Clear();
            if (issue is not null)
            {
                Directory.CreateDirectory(Folder);
                await File.WriteAllBytesAsync(Path.Combine(Folder, $"{Seed}-{number}.http"), request.ToBytes(), cancellationToken);
                issues.Add($"FUZZ_SEED={Seed} FUZZ_FIRST={number} FUZZ_REQUESTS=1: {issue}");
            }
        });

    private async Task<string?> PutAsync(FuzzRequest request, HttpClient client, CancellationToken cancellationToken)
    {
        try
        {
            using var message = request.ToMessage();
            using var response = await client.SendAsync(message, cancellationToken);
            var hasCard = response.IsSuccessStatusCode && (await response.Content.ReadAsStringAsync(cancellationToken)).Contains("\"indicator\":", StringComparison.Ordinal);
            _answers.AddOrUpdate($"{(int)response.StatusCode}{(hasCard ? " with a card" : "")}", 1, (_, count) => count + 1);
            return await FuzzJudge.IssueOfAsync(request, response);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return "no answer";
        }
    }

    private static long MemoryInUse() => GC.GetTotalMemory(forceFullCollection: true);

    private static long Setting(string name, long otherwise) =>
        long.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : otherwise;
}
