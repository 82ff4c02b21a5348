using System.Text.Json;
using Xunit;

namespace CdsHooks.Service.Tests.Infrastructure;

/// <summary>
/// WireMock (tests/wiremock), which plays FHIR servers that answer wrongly, slowly or not at all. One for the whole run, started by the
/// first <see cref="ResetAsync"/>. Where several stubs match, the newest answers.
/// </summary>
public sealed class WireMock : IAsyncDisposable
{
    private readonly ServerProcess _process = new("wiremock", "start.mjs");
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false, PooledConnectionIdleTimeout = TimeSpan.FromSeconds(1) });
    private Uri? _address;

    /// <summary>Scheme, host and port. The stub files answer below /fhir unless told otherwise.</summary>
    public Uri Address => _address ?? throw new InvalidOperationException("The server is started by ResetAsync.");

    /// <summary>No stubs and no requests seen: what every test begins with.</summary>
    public async Task ResetAsync()
    {
        _address ??= await _process.StartedAsync();
        await PostAsync("/__admin/reset", "");
    }

    /// <summary>Adds one stub.</summary>
    /// <param name="mapping">WireMock's JSON of a stub mapping.</param>
    public Task StubAsync(string mapping) => PostAsync("/__admin/mappings", mapping);

    /// <summary>Adds the stubs of a file of tests/wiremock/mappings.</summary>
    /// <param name="name">The file's name without its ending.</param>
    /// <param name="values">Values in place of the file's own, such as "path", a regular expression of the paths to answer.</param>
    public Task StubFileAsync(string name, params (string Name, string Value)[] values) =>
        PostAsync("/__admin/mappings/import", StubFile.Filled(name, values));

    /// <summary>Every request, oldest first.</summary>
    public async Task<IReadOnlyList<StubbedRequest>> RequestsAsync()
    {
        var journal = await JournalAsync("/__admin/requests");
        return [.. journal.Select(entry => Read(entry.GetProperty("request"))).Reverse()];
    }

    /// <summary>The requests that no stub answered, oldest first.</summary>
    public async Task<IReadOnlyList<StubbedRequest>> UnmatchedAsync() => [.. (await JournalAsync("/__admin/requests/unmatched")).Select(Read).Reverse()];

    /// <summary>Fails if there was a request that no stub answered. To be called at the end of every test.</summary>
    public async Task AssertAllMatchedAsync()
    {
        var unmatched = await UnmatchedAsync();
        if (unmatched.Count > 0)
        {
            Assert.Fail($"No stub for {string.Join(", ", unmatched.Select(request => $"{request.Method} {request.Target}"))}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _process.DisposeAsync();
    }

    private static StubbedRequest Read(JsonElement request) => new(
        request.GetProperty("method").GetString()!,
        request.GetProperty("url").GetString()!,
        request.GetProperty("body").GetString()!,
        [.. request.GetProperty("headers").EnumerateObject().Select(header => header.Name)]);

    private async Task<IReadOnlyList<JsonElement>> JournalAsync(string path)
    {
        using var response = await _client.GetAsync(new Uri(Address, path));
        if (!response.IsSuccessStatusCode)
        {
            throw new InvalidOperationException($"WireMock did not show its journal: {await response.Content.ReadAsStringAsync()}");
        }

        var journal = await response.JsonAsync();
        return [.. journal.GetProperty("requests").EnumerateArray()];
    }

    private async Task PostAsync(string path, string body)
    {
        using var content = Some.Json(body);
        using var response = await _client.PostAsync(new Uri(Address, path), content);
        if (!response.IsSuccessStatusCode)
        {
            throw new InvalidOperationException($"WireMock refused the stub: {await response.Content.ReadAsStringAsync()}");
        }
    }
}
