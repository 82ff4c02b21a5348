using System.Text.Json;
using System.Text.Json.Nodes;
using CdsHooks.Service.Tests.Infrastructure;
using Xunit;

namespace CdsHooks.Service.Tests.FhirAccess;

/// <summary>Calls whose evidence is on a FHIR server, and what is read out of the answers.</summary>
internal static class Fetching
{
    public const string Token = "a-token-for-this-call-only";

    /// <summary>The service with one FHIR server registered for calls without authentication.</summary>
    public static ServiceApp AppWith(Uri server, params (string Name, string Value)[] more) => new() { Settings = SettingsWith(server, more) };

    public static Dictionary<string, string?> SettingsWith(Uri server, params (string Name, string Value)[] more)
    {
        var settings = Some.Settings(
            ("Clients:Anonymous:FhirServers:0:BaseUrl", server.AbsoluteUri), ("Clients:Anonymous:FhirServers:0:AllowPrivateAddress", "true"),
            ("Clients:Anonymous:FhirServers:0:AllowWithoutToken", "false"), ("Clients:Anonymous:Profile", "default"));
        foreach (var (name, value) in more)
        {
            settings[name] = value;
        }

        return settings;
    }

    /// <summary>A golden request with a FHIR server, and without the sets named, or without any.</summary>
    public static string Without(string name, Uri server, string? token = Token, params string[] keys)
    {
        var request = JsonNode.Parse(Some.Case(name))!.AsObject();
        request["fhirServer"] = server.AbsoluteUri;
        if (token is not null)
        {
            request["fhirAuthorization"] = new JsonObject { ["access_token"] = token, ["token_type"] = "Bearer", ["expires_in"] = 300, ["scope"] = "patient/*.rs", ["subject"] = "cdshooks" };
        }

        if (keys.Length == 0)
        {
            request.Remove("prefetch");
        }

        foreach (var key in keys)
        {
            request["prefetch"]!.AsObject().Remove(key);
        }

        return request.ToJsonString();
    }

    public static async Task<JsonElement> AnswerAsync(ServiceApp app, string call, string today = "2026-06-01")
    {
        using var response = await app.PostAsync(call, ("X-CDS-As-Of", today));
        return await response.JsonAsync();
    }

    public static JsonElement Assessment(JsonElement answer)
    {
        Assert.True(answer.TryGetProperty("extension"u8, out var extension), answer.GetRawText());
        return extension.GetProperty("example.cdshooks.assessment");
    }

    /// <summary>Result and reason of every criterion.</summary>
    public static Dictionary<string, string> Criteria(JsonElement answer) => Assessment(answer).GetProperty("criteria").EnumerateArray().ToDictionary(
        criterion => criterion.GetProperty("id").GetString()!,
        criterion => $"{criterion.GetProperty("result").GetString()}, {criterion.GetProperty("reason").GetString()}",
        StringComparer.Ordinal);

    public static string Outcome(JsonElement answer, string key) => Assessment(answer).GetProperty("retrieval").EnumerateArray()
        .Single(set => string.Equals(set.GetProperty("key").GetString(), key, StringComparison.Ordinal)).GetProperty("outcome").GetString()!;

    /// <summary>The kind and the indicator of the card, or that there is none.</summary>
    public static string Card(JsonElement answer) => answer.GetProperty("cards") is { } cards && cards.GetArrayLength() > 0
        ? $"{cards[0].GetProperty("source").GetProperty("topic").GetProperty("code").GetString()}, {cards[0].GetProperty("indicator").GetString()}"
        : "no card";
}
