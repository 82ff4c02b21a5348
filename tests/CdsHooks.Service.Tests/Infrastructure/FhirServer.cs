using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace CdsHooks.Service.Tests.Infrastructure;

/// <summary>
/// A FHIR R4 server that is not ours (tests/fhir-server), one for the whole run, started by the first <see cref="ResetAsync"/>.
/// It refuses searches that it does not understand, and gives pages of 50 unless asked otherwise.
/// </summary>
public sealed class FhirServer : IAsyncDisposable
{
    private readonly ServerProcess _process = new("fhir-server", "server.mjs");
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false });
    private Uri? _address;
    private string _token = "";

    /// <summary>The base of its resources, without a slash at its end.</summary>
    public Uri Address => _address ?? throw new InvalidOperationException("The server is started by ResetAsync.");

    /// <summary>No resources, no token asked for, no requests seen: what every test begins with.</summary>
    public async Task ResetAsync()
    {
        _address ??= await _process.StartedAsync();
        await AdministerAsync(HttpMethod.Delete, "/__resources");
        await RequireTokenAsync("");
        await ForgetRequestsAsync();
    }

    /// <summary>Makes a chart to fetch of what a hook request has prefetched, and forgets the requests seen.</summary>
    /// <param name="request">A hook request: every resource of its prefetch is stored as it is, but for OperationOutcomes.</param>
    public async Task LoadAsync(JsonElement request)
    {
        foreach (var set in request.GetProperty("prefetch").EnumerateObject())
        {
            foreach (var resource in Resources(set.Value))
            {
                await PutAsync(resource);
            }
        }

        await ForgetRequestsAsync();
    }

    /// <summary>Stores one resource under its own id.</summary>
    public async Task PutAsync(JsonElement resource)
    {
        var place = $"{Address}/{resource.GetProperty("resourceType").GetString()}/{resource.GetProperty("id").GetString()}";
        using var put = new HttpRequestMessage(HttpMethod.Put, place) { Content = Some.Json(resource.GetRawText()) };
        if (_token is not "")
        {
            put.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _token);
        }

        using var response = await _client.SendAsync(put);
        response.EnsureSuccessStatusCode();
    }

    /// <summary>From now on every FHIR request must carry this bearer token; an empty one stands for none.</summary>
    public async Task RequireTokenAsync(string token)
    {
        await AdministerAsync(HttpMethod.Put, "/__token", new StringContent(token));
        _token = token;
    }

    /// <summary>Every FHIR request since the last reset or load, oldest first.</summary>
    public async Task<IReadOnlyList<FhirRequest>> RequestsAsync() =>
        await _client.GetFromJsonAsync<FhirRequest[]>(new Uri(Address, "/__requests"), JsonSerializerOptions.Web) ?? [];

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _process.DisposeAsync();
    }

    private static IEnumerable<JsonElement> Resources(JsonElement set)
    {
        if (set.ValueKind is not JsonValueKind.Object)
        {
            return [];
        }

        return set.GetProperty("resourceType").GetString() switch
        {
            "OperationOutcome" => [],
            "Bundle" when set.TryGetProperty("entry", out var entries) =>
                entries.EnumerateArray().SelectMany(entry => entry.TryGetProperty("resource", out var resource) ? Resources(resource) : []),
            "Bundle" => [],
            _ => [set],
        };
    }

    /// <summary>Forgets the requests seen.</summary>
    public Task ForgetRequestsAsync() => AdministerAsync(HttpMethod.Delete, "/__requests");

    private async Task AdministerAsync(HttpMethod method, string path, HttpContent? content = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(Address, path)) { Content = content };
        using var response = await _client.SendAsync(request);
        response.EnsureSuccessStatusCode();
    }
}
