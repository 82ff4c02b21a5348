using System.Buffers.Text;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using CdsHooks.Service.Tests.FhirAccess;
using CdsHooks.Service.Tests.Infrastructure;
using CdsHooks.Service.Tests.Limits;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CdsHooks.Service.Tests;

/// <summary>
/// Nothing of a call gets into logs at Trace, traces, metrics, errors, pages or what the service writes to disk: neither where it goes
/// well, nor where it is refused, nor where the FHIR server or we fail.
/// </summary>
public sealed class LeakTests : IAsyncDisposable
{
    private static readonly string Jwt = $"eyJhbGciOiJFUzM4NCJ9.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"{{\"iss\":\"https://{Sentinel.Text}.example\"}}"))}.{Sentinel.Text}";

    private static readonly (string Name, string Value)[] Headers =
    [
        ("Authorization", $"Bearer {Jwt}"), ("User-Agent", Sentinel.Text), ("Referer", $"https://{Sentinel.Text}.example/Patient/{Sentinel.Text}"), ("Origin", $"https://{Sentinel.Text}.example"),
        ("X-CDS-As-Of", Sentinel.Text), ("X-Request-Id", Sentinel.Text), ("Request-Id", $"|{Sentinel.Text}.1."), ("tracestate", $"vendor={Sentinel.Text}"), ("baggage", $"patient={Sentinel.Text}"),
        ("Correlation-Context", $"patient={Sentinel.Text}"), ("X-Forwarded-For", Sentinel.Text), ("Cookie", $"a={Sentinel.Text}"), ("If-None-Match", $"\"{Sentinel.Text}\""), ("Accept-Language", Sentinel.Text), (Sentinel.Text, "1"),
    ];

    private readonly FaultyFhirServer _server = new();
    private readonly Eavesdropper _ear = new();
    private readonly DirectoryInfo _written = Directory.CreateTempSubdirectory();

    public static TheoryData<string> Faults => [.. FhirAnswers.Faults];

    public async ValueTask DisposeAsync()
    {
        _ear.Dispose();
        _written.Delete(recursive: true);
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task No_route_reveals_what_is_in_its_address_headers_and_body()
    {
        await using var app = Start();
        using var client = app.CreateClient();
        foreach (var (method, pattern) in Routes(app))
        {
            foreach (var path in (string[])[pattern.Replace("{id}", "lumbar-fusion-order-sign", StringComparison.Ordinal), pattern])
            {
                var address = string.Join('/', path.Split('/').Select(segment => segment.StartsWith('{') ? Sentinel.Text : segment));
                await CallAsync(client, method, $"{address}?name={Sentinel.Text}&{Sentinel.Text}=1");
            }
        }

        AssertSilent(app);
    }

    [Fact]
    public async Task Rejections_by_limits_and_internal_errors_leak_nothing()
    {
        await using var slow = Start(("Limits:CallSeconds", "1"), ("Limits:ConcurrentCalls", "1"), ("Limits:QueuedCalls", "0"), ("Limits:CallBurst", "20"), ("Limits:CallsPerSecond", "1"));
        using var client = slow.CreateClient();
        using var held = new HeldContent(Encoding.UTF8.GetBytes(Planted()));
        using var late = new HttpRequestMessage(HttpMethod.Post, new Uri(ServiceApp.Service, UriKind.Relative)) { Content = held };
        using var timedOut = await client.SendAsync(late, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.RequestTimeout, timedOut.StatusCode);
        await AssertNotEchoedAsync(timedOut, "408");
        List<HttpStatusCode> statuses = [];
        for (var call = 0; call < 40; call++)
        {
            using var response = await slow.PostAsync(Planted(), Headers);
            statuses.Add(response.StatusCode);
            await AssertNotEchoedAsync(response, $"{response.StatusCode}");
        }

        Assert.Contains(HttpStatusCode.TooManyRequests, statuses);
        AssertSilent(slow);

        var clock = new FailingClock();
        await using var failing = new ServiceApp { Clock = clock, Settings = StoreHere() };
        using var fine = await failing.PostAsync(Planted());
        clock.IsBroken = true;
        using var failed = await failing.PostAsync(Planted());
        Assert.Equal(HttpStatusCode.InternalServerError, failed.StatusCode);
        await AssertNotEchoedAsync(failed, "500");
        AssertSilent(failing);
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_FHIR_server_that_fails_leaks_nothing(string fault)
    {
        _server.Stub("/fhir/.*", FhirAnswers.Fault(fault, patient: Sentinel.Text));
        await using var app = AppWithServer();

        using var response = await app.PostAsync(Fetched());

        Assert.True(response.StatusCode is HttpStatusCode.OK or HttpStatusCode.PreconditionFailed, $"{response.StatusCode}");
        Assert.Contains(app.Logs.Lines, line => line.Contains("EvidenceFetcher[1402]", StringComparison.Ordinal));
        AssertSilent(app);
    }

    [Fact]
    public async Task A_FHIR_server_that_answers_leaks_nothing()
    {
        _server.Stub("/fhir/.*", FhirAnswers.Answer(Bundle()));
        await using var app = AppWithServer(deadline: "10000");

        using var response = await app.PostAsync(Fetched());

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains(_server.Requests, request => Sentinel.IsIn(request.Target));
        AssertSilent(app);
    }

    [Fact]
    public async Task Bytes_that_are_no_HTTP_leak_nothing()
    {
        await using var app = Start();
        app.UseKestrel(0);
        app.StartServer();
        foreach (var request in (string[])
        [
            $"{Sentinel.Text}\r\n\r\n",
            $"GET /{Sentinel.Text}\0 HTTP/1.1\r\nHost: x\r\n\r\n",
            $"GET / HTTP/9.{Sentinel.Text}\r\n\r\n",
            $"GET / HTTP/1.1\r\nHost: {Sentinel.Text} x\r\n\r\n",
            $"GET / HTTP/1.1\r\nHost: x\r\n{Sentinel.Text} {Sentinel.Text}\r\n\r\n",
            $"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: {Sentinel.Text}\r\n\r\n",
            $"POST {ServiceApp.Service} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n{Sentinel.Text}\r\n",
            $"GET /{Sentinel.Text} HTTP/1.1\r\nHost: {Sentinel.Text}\r\nConnection: close\r\n\r\n",
        ])
        {
            var answer = await PutAsync(app, request);
            Assert.StartsWith("HTTP/1.1 4", answer, StringComparison.Ordinal);
            Assert.False(Sentinel.IsIn(answer), "An answer echoes the request.");
        }

        AssertSilent(app);
    }

    private static async Task CallAsync(HttpClient client, string method, string address)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(address, UriKind.Relative)) { Content = method is "POST" ? BodyFor(address) : null };
        Plant(request);
        using var response = await client.SendAsync(request);
        await AssertNotEchoedAsync(response, $"{method} {address}");
    }

    private static async Task<string> PutAsync(ServiceApp app, string request)
    {
        using var http = new RawHttp(app.ClientOptions.BaseAddress);
        await http.SendAsync(request);
        return await http.ReadToEndAsync();
    }

    private static List<(string Method, string Pattern)> Routes(ServiceApp app) =>
    [
        .. app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().SelectMany(endpoint =>
            (endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"]).Select(method => (method, $"/{endpoint.RoutePattern.RawText!.TrimStart('/')}"))),
    ];

    private static void Plant(HttpRequestMessage request)
    {
        foreach (var (name, value) in Headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }
    }

    private static HttpContent BodyFor(string path) => path.Split('?')[0].Split('/')[^1] switch
    {
        "_search" => new FormUrlEncodedContent([new("name", Sentinel.Text), new(Sentinel.Text, "1")]),
        "feedback" => Some.Json(Feedback()),
        _ => Some.Json(Planted()),
    };

    private static string Planted() => Sentinel.PlantedIn(Some.Case("v18-nothing-documented"));

    private static string Feedback() => new JsonObject
    {
        ["feedback"] = new JsonArray(new JsonObject
        {
            ["card"] = Sentinel.Text,
            ["outcome"] = "overridden",
            ["outcomeTimestamp"] = "2026-06-01T12:00:00Z",
            ["overrideReason"] = new JsonObject { ["reason"] = new JsonObject { ["code"] = Sentinel.Text, ["system"] = Sentinel.Text, ["display"] = Sentinel.Text }, ["userComment"] = Sentinel.Text },
        }),
    }.ToJsonString();

    private static string Bundle() => Sentinel.PlantedIn(Some.Case("v72-complete-care-120-days")) is var planted && JsonNode.Parse(planted)!["prefetch"]!["conditions"] is { } set ? set.ToJsonString() : "{}";

    private static async Task AssertNotEchoedAsync(HttpResponseMessage response, string what)
    {
        if (!response.IsSuccessStatusCode)
        {
            Assert.False(Sentinel.IsIn(await response.Content.ReadAsStringAsync()), $"{what}: an error echoes the request.");
        }

        Assert.DoesNotContain(response.Headers, header => header.Value.Any(value => Sentinel.IsIn(value)));
    }

    private string Fetched()
    {
        var request = JsonNode.Parse(Sentinel.PlantedIn(Fetching.Without("v72-complete-care-120-days", _server.Address)))!;
        request["fhirServer"] = new Uri(_server.Address, "/fhir").AbsoluteUri;
        request["fhirAuthorization"]!["access_token"] = Sentinel.Text;
        request["fhirAuthorization"]!["token_type"] = "Bearer";
        return request.ToJsonString();
    }

    private ServiceApp Start(params (string, string)[] settings)
    {
        var all = StoreHere();
        foreach (var (name, value) in settings)
        {
            all[name] = value;
        }

        return new ServiceApp { Settings = all };
    }

    private ServiceApp AppWithServer(string deadline = "600") => Start(
        ("Clients:Anonymous:FhirServers:0:BaseUrl", _server.Address.AbsoluteUri),
        ("Clients:Anonymous:FhirServers:0:AllowPrivateAddress", "true"),
        ("Clients:Anonymous:DeadlineMilliseconds", deadline),
        ("FhirAccess:AttemptMilliseconds", deadline),
        ("FhirAccess:MaxPages", "3"),
        ("FhirAccess:MaxAnswerBytes", "100000"));

    private Dictionary<string, string?> StoreHere() => Some.Settings(("Store:ConnectionString", $"Data Source={Path.Combine(_written.FullName, "store.db")}"));

    private void AssertSilent(ServiceApp app)
    {
        Assert.NotEmpty(app.Logs.Lines);
        Assert.True(!app.Logs.Lines.Any(Sentinel.IsIn), app.Logs.Lines.FirstOrDefault(Sentinel.IsIn));
        Assert.True(_ear.HasListened, "Neither traces nor metrics were heard.");
        Assert.True(_ear.Heard.Count == 0, _ear.Heard.FirstOrDefault());
        Assert.DoesNotContain(_written.EnumerateFiles("*", SearchOption.AllDirectories), file => HoldsSentinel(file.FullName));
    }

    private static bool HoldsSentinel(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(stream, Encoding.Latin1);
        return Sentinel.IsIn(reader.ReadToEnd());
    }
}
