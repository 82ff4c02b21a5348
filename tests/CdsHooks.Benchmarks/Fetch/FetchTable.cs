using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using CdsHooks.Benchmarks.Running;
using CdsHooks.Benchmarks.Samples;
using CdsHooks.Decision.Evidence;

namespace CdsHooks.Benchmarks.Fetch;

/// <summary>
/// What a call costs whose evidence must be fetched, against the slowest of the same searches put by nobody's rules: in turn, in one
/// run, one call at a time.
/// </summary>
internal static class FetchTable
{
    private const int Rounds = 400;
    private const int WarmUp = 60;

    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(20);
    private static readonly string[] Drugs = ["medicationRequests", "medicationStatements", "allergies"];

    private static readonly string[] Losses = ["\"outcome\":\"not-requested\"", "\"outcome\":\"timed-out\"", "\"outcome\":\"failed\"", "\"outcome\":\"truncated\""];

    /// <summary>Prints the table.</summary>
    /// <param name="service">Path of the built service.</param>
    public static async Task PrintAsync(string service)
    {
        await using var fhir = await SlowFhirServer.StartAsync(Delay);
        await using var process = await ServiceProcess.StartAsync(
            service,
            "--Clients:Anonymous:Profile=default",
            $"--Clients:Anonymous:FhirServers:0:BaseUrl={fhir.Address}",
            "--Clients:Anonymous:FhirServers:0:AllowPrivateAddress=true",
            "--Clients:Anonymous:FhirServers:0:AllowWithoutToken=true");
        await PrintAsync(process.Client, fhir.Address);
    }

    private static async Task PrintAsync(HttpClient client, Uri fhir)
    {
        string[] all = [.. PrefetchKeys.All.Select(key => key.Key)];
        var nothing = Call(fhir, all);
        var onlyDrugsLeft = Call(fhir, Drugs);
        var allButDrugs = Call(fhir, [.. all.Except(Drugs, StringComparer.Ordinal)]);
        var everything = Call(fhir, []);
        List<double> searches = [];
        List<double> wave = [];
        List<double> stages = [];
        List<double> prefetched = [];
        for (var round = -WarmUp; round < Rounds; round++)
        {
            var slowest = await TimeAsync(() => Task.WhenAll(PrefetchKeys.All.Select(key => SearchAsync(client, fhir, key))));
            var inOneWave = await TimeAsync(() => PostAsync(client, nothing));

            // Two stages cannot be faster than two calls of which each waits for one of them, less what a call costs without fetching.
            var first = await TimeAsync(() => PostAsync(client, allButDrugs));
            var second = await TimeAsync(() => PostAsync(client, onlyDrugsLeft));
            var without = await TimeAsync(() => PostAsync(client, everything));
            if (round >= 0)
            {
                searches.Add(slowest);
                wave.Add(inOneWave);
                stages.Add(first + second - without);
                prefetched.Add(without);
            }
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Rounds} rounds, every search answered after {Delay.TotalMilliseconds} ms, one call at a time\n"));
        Console.WriteLine("| what | p50 ms | p95 ms |\n|---|--:|--:|");
        Row("the same eleven searches at once, until the slowest is there", searches);
        Row("a call with nothing prefetched, one wave", wave);
        Row("the same in two stages, drugs last", stages);
        Row("the same call with everything prefetched", prefetched);
        var (over, ratio) = (At(wave, 0.95) - At(searches, 0.95), At(wave, 0.5) / At(searches, 0.5));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\nFetching call over the slowest search, p95: {over:F1} ms (target 15); p50 as a ratio: {ratio:F2}"));
    }

    private static void Row(string what, List<double> times) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {what} | {At(times, 0.5):F1} | {At(times, 0.95):F1} |"));

    private static double At(List<double> times, double part) => times.Order().ElementAt((int)(times.Count * part));

    private static async Task<double> TimeAsync(Func<Task> work)
    {
        var from = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(from).TotalMilliseconds;
    }

    private static async Task SearchAsync(HttpClient client, Uri fhir, (string Key, EvidenceKind Kind, string ResourceType) key)
    {
        var path = key.Kind is EvidenceKind.Patient ? "Patient/1" : $"{key.ResourceType}?patient=1";
        await client.GetByteArrayAsync(new Uri(fhir, path));
    }

    private static async Task PostAsync(HttpClient client, byte[] call)
    {
        using var body = new ByteArrayContent(call);
        body.Headers.ContentType = new("application/json");
        using var response = await client.PostAsync(new Uri("/cds-services/lumbar-fusion-order-sign", UriKind.Relative), body);
        var answer = await response.Content.ReadAsStringAsync();

        // A fast wrong answer must not count.
        if (!response.IsSuccessStatusCode || !answer.Contains("\"cards\":[{", StringComparison.Ordinal) || Array.Exists(Losses, loss => answer.Contains(loss, StringComparison.Ordinal)))
        {
            throw new InvalidOperationException($"The service answered {(int)response.StatusCode}, and not with a card from a whole chart.");
        }
    }

    private static byte[] Call(Uri fhir, IReadOnlyCollection<string> without)
    {
        var request = JsonNode.Parse(SampleRequest.Build(SampleForm.Ours))!.AsObject();
        request["fhirServer"] = fhir.AbsoluteUri;
        foreach (var key in without)
        {
            request["prefetch"]!.AsObject().Remove(key);
        }

        return Encoding.UTF8.GetBytes(request.ToJsonString());
    }
}
