using System.Net;
using System.Text.Json;

namespace CdsHooks.Service.Tests.Fuzz;

/// <summary>What every answer must be, whatever was asked.</summary>
internal static class FuzzJudge
{
    private static readonly string[] Indicators = ["info", "warning", "critical"];

    // What programs call is answered with JSON, whatever they say that they accept.
    private static readonly string[] ForPrograms = ["/cds-services", "/fhir", "/health", "/openapi", "/metrics", "/assets"];

    /// <summary>Says what is wrong with an answer; null when it is right.</summary>
    public static async Task<string?> IssueOfAsync(FuzzRequest request, HttpResponseMessage response)
    {
        var body = await response.Content.ReadAsByteArrayAsync();
        if ((int)response.StatusCode >= 500)
        {
            return $"status {(int)response.StatusCode}";
        }

        if (request.Method is "HEAD" || response.StatusCode is HttpStatusCode.NoContent or HttpStatusCode.NotModified)
        {
            return body.Length is 0 ? null : "a body where none may be";
        }

        var type = response.Content.Headers.ContentType?.MediaType;
        var isMetrics = type is "text/plain" && request.Path.StartsWith("/metrics", StringComparison.OrdinalIgnoreCase);
        if ((type is "text/html" || isMetrics) && response.IsSuccessStatusCode)
        {
            return null;
        }

        if (type is "text/html" && !Array.Exists(ForPrograms, path => request.Path.StartsWith(path, StringComparison.OrdinalIgnoreCase)))
        {
            // A browser is shown what went wrong as a page.
            return null;
        }

        if (type is not ("application/json" or "application/fhir+json"))
        {
            return $"status {(int)response.StatusCode} as {type}";
        }

        try
        {
            using var json = JsonDocument.Parse(body, new JsonDocumentOptions { AllowDuplicateProperties = false });
            return response.IsSuccessStatusCode ? IssueOfAnswer(request, json.RootElement) : IssueOfOutcome(json.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return $"an answer that cannot be read: {exception.Message}";
        }
    }

    private static string? IssueOfOutcome(JsonElement json) =>
        json.GetProperty("resourceType").GetString() is "OperationOutcome" && json.GetProperty("issue")[0].GetProperty("details").GetProperty("text").GetString() is { Length: > 0 }
            ? null
            : "an error without an OperationOutcome";

    private static string? IssueOfAnswer(FuzzRequest request, JsonElement json)
    {
        var isCall = request.Method is "POST" && request.Path.StartsWith("/cds-services/", StringComparison.Ordinal) && !request.Path.Contains("/feedback", StringComparison.Ordinal);
        if (!isCall)
        {
            return null;
        }

        foreach (var card in json.GetProperty("cards").EnumerateArray())
        {
            var isRight = card.GetProperty("summary").GetString() is { Length: > 0 and < 140 }
                && Indicators.Contains(card.GetProperty("indicator").GetString(), StringComparer.Ordinal)
                && card.GetProperty("source").GetProperty("label").GetString() is { Length: > 0 }
                && card.TryGetProperty("suggestions"u8, out _) == card.TryGetProperty("selectionBehavior"u8, out _);
            if (!isRight)
            {
                return "a card that breaks the rules of cards";
            }
        }

        return EmptyPlaceOf(json, "$") is { } place ? $"an empty value at {place}" : null;
    }

    /// <summary>Where something but the list of cards is null or empty; null when nothing is.</summary>
    private static string? EmptyPlaceOf(JsonElement json, string path) => json.ValueKind switch
    {
        JsonValueKind.Null => path,
        JsonValueKind.String => json.GetString() is "" ? path : null,
        JsonValueKind.Array when json.GetArrayLength() == 0 => path is "$.cards" ? null : path,
        JsonValueKind.Array => json.EnumerateArray().Select((item, index) => EmptyPlaceOf(item, $"{path}[{index}]")).FirstOrDefault(place => place is not null),
        JsonValueKind.Object when !json.EnumerateObject().Any() => path,
        JsonValueKind.Object => json.EnumerateObject().Select(member => EmptyPlaceOf(member.Value, $"{path}.{member.Name}")).FirstOrDefault(place => place is not null),
        _ => null,
    };
}
