using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using CdsHooks.Benchmarks.Running;
using CdsHooks.Benchmarks.Samples;

namespace CdsHooks.Benchmarks.Tokens;

/// <summary>What looking at a client's token adds to a call: the same call without one, with one for each call, and with one for all, in turn.</summary>
internal static class TokenTable
{
    private const int Rounds = 20;
    private const int Calls = 200;
    private const string KeyId = "1";
    private const string Issuer = "https://ehr.example";
    private const string Audience = "benchmark";

    /// <summary>Prints the table.</summary>
    /// <param name="service">Path of the built service.</param>
    public static async Task PrintAsync(string service)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            await File.WriteAllTextAsync(file, KeySet(key));
            await using var process = await ServiceProcess.StartAsync(
                service, [.. Registration(0, Issuer, file), .. Registration(1, $"{Issuer}/repeats", file), "--Clients:Registered:1:AllowTokenReuse=true"]);
            await PrintAsync(process, key);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static string[] Registration(int index, string issuer, string file) =>
    [
        $"--Clients:Registered:{index}:Name=ehr-{index}", $"--Clients:Registered:{index}:Issuer={issuer}",
        $"--Clients:Registered:{index}:JwksFile={file}", $"--Clients:Registered:{index}:Audiences:0={Audience}",
    ];

    private static async Task PrintAsync(ServiceProcess process, ECDsa key)
    {
        var body = SampleRequest.Build(SampleForm.NotOurs);
        var repeated = Token(key, $"{Issuer}/repeats", 0);
        var number = 0;
        List<double> none = [];
        List<double> one = [];
        List<double> each = [];
        for (var round = -2; round < Rounds; round++)
        {
            // Made before, since making a token costs as much as looking at it.
            string[] tokens = [.. Enumerable.Range(0, Calls).Select(_ => Token(key, Issuer, ++number))];
            var (without, same, fresh) = (
                await MeasureAsync(process, body, _ => null),
                await MeasureAsync(process, body, _ => repeated),
                await MeasureAsync(process, body, call => tokens[call]));
            if (round >= 0)
            {
                none.Add(without);
                one.Add(same);
                each.Add(fresh);
            }
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Rounds} rounds of {Calls} calls each, {body.Length} bytes, no order of ours, one call at a time\n"));
        Console.WriteLine("| processor time of the service per call | median ms | over none |\n|---|--:|--:|");
        Row("without a token", none, none);
        Row("ES384 verified, the client may repeat its token", one, none);
        Row("ES384 verified, and the token kept from being used again", each, none);
    }

    private static async Task<double> MeasureAsync(ServiceProcess process, byte[] body, Func<int, string?> tokenOf)
    {
        var from = process.ProcessorMilliseconds;
        for (var call = 0; call < Calls; call++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/cds-services/lumbar-fusion-order-sign", UriKind.Relative));
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            request.Headers.Authorization = tokenOf(call) is { } token ? new AuthenticationHeaderValue("Bearer", token) : null;
            using var response = await process.Client.SendAsync(request);
            if (response.StatusCode is not HttpStatusCode.OK)
            {
                throw new InvalidOperationException($"The service answered {(int)response.StatusCode}.");
            }
        }

        return (process.ProcessorMilliseconds - from) / Calls;
    }

    private static void Row(string what, List<double> times, List<double> none) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {what} | {Median(times):F3} | {Median(times) - Median(none):F3} |"));

    private static double Median(List<double> times) => times.Order().ElementAt(times.Count / 2);

    private static string KeySet(ECDsa key)
    {
        var point = key.ExportParameters(false).Q;
        var jwk = new JsonObject { ["kty"] = "EC", ["crv"] = "P-384", ["kid"] = KeyId, ["x"] = Encode(point.X!), ["y"] = Encode(point.Y!) };
        return new JsonObject { ["keys"] = new JsonArray(jwk) }.ToJsonString();
    }

    private static string Token(ECDsa key, string issuer, int number)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var header = new JsonObject { ["alg"] = "ES384", ["typ"] = "JWT", ["kid"] = KeyId };
        var claims = new JsonObject
        {
            ["iss"] = issuer,
            ["aud"] = Audience,
            ["iat"] = now,
            ["exp"] = now + 900,
            ["jti"] = $"{Environment.ProcessId}-{Stopwatch.GetTimestamp()}-{number}",
        };
        var signed = $"{Encode(Encoding.UTF8.GetBytes(header.ToJsonString()))}.{Encode(Encoding.UTF8.GetBytes(claims.ToJsonString()))}";
        return $"{signed}.{Encode(key.SignData(Encoding.UTF8.GetBytes(signed), HashAlgorithmName.SHA384))}";
    }

    private static string Encode(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
