using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using CdsHooks.Service.Tests.Infrastructure;
using Xunit;

namespace CdsHooks.Service.Tests.FhirAccess;

/// <summary>What a developer is told whose FHIR server is not read.</summary>
public sealed class UnregisteredServerTests
{
    private const string Elsewhere = "http://fhir.elsewhere.example/r4";

    [Fact]
    public async Task In_development_the_412_says_that_the_server_is_not_registered_and_by_which_option_it_is()
    {
        await using var app = new ServiceApp();

        using var response = await app.PostAsync(Call(Elsewhere));

        var issue = Last(await RejectionAsync(response));
        Assert.Equal("$.fhirServer", issue.GetProperty("expression")[0].GetString());
        var text = issue.GetProperty("details").GetProperty("text").GetString();
        Assert.Contains("not registered", text, StringComparison.Ordinal);
        Assert.Contains("Clients:Anonymous:FhirServers", text, StringComparison.Ordinal);
        Assert.DoesNotContain("elsewhere", text, StringComparison.Ordinal);
        Assert.DoesNotContain(app.Logs.Lines, line => line.Contains("elsewhere", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_registered_server_and_none_at_all_are_not_called_unregistered()
    {
        await using var app = Fetching.AppWith(new Uri($"{Elsewhere}/"));

        using var registered = await app.PostAsync(Call(Elsewhere));
        using var none = await app.PostAsync(Call(fhirServer: null));

        Assert.Equal("$.prefetch.procedures", Last(await RejectionAsync(registered)).GetProperty("expression")[0].GetString());
        Assert.Equal("$.prefetch.procedures", Last(await RejectionAsync(none)).GetProperty("expression")[0].GetString());
    }

    [Fact]
    public async Task Outside_Development_no_answer_reveals_which_servers_are_registered()
    {
        await using var app = new ServiceApp { Environment = "Production", Settings = Some.Settings(("Access:AllowAnonymous", "true")) };

        using var response = await app.PostAsync(Call(Elsewhere));

        Assert.Equal("$.prefetch.procedures", Last(await RejectionAsync(response)).GetProperty("expression")[0].GetString());
    }

    private static string Call(string? fhirServer)
    {
        var call = JsonNode.Parse(Some.FusionCall("{}"))!;
        call["fhirServer"] = fhirServer;
        return call.ToJsonString();
    }

    private static async Task<JsonElement> RejectionAsync(HttpResponseMessage response)
    {
        Assert.Equal(HttpStatusCode.PreconditionFailed, response.StatusCode);
        return await response.JsonAsync();
    }

    private static JsonElement Last(JsonElement outcome) => outcome.GetProperty("issue").EnumerateArray().Last();
}
