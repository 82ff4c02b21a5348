using System.Text.Json.Serialization;
using CdsHooks.Service.Host.Store;
using CdsHooks.Service.Knowledge.Rules;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CdsHooks.Service.Host.Health;

internal static class HealthEndpoints
{
    public static void AddHealth(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<Readiness>();
        builder.Services.AddSingleton<WarmUp>();
        builder.Services.AddSingleton<IRulesTrial>(provider => provider.GetRequiredService<WarmUp>());
        builder.Services.AddHostedService(provider => provider.GetRequiredService<WarmUp>());
        builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, HealthJson.Default));
    }

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        var health = routes.MapGroup("/health").WithTags("Health");
        health.MapGet("/live", GetLive).WithName("GetLive").WithSummary("The process runs");
        health.MapGet("/ready", GetReady).WithName("GetReady").WithSummary("The rules are loaded and warmed up")
            .Produces<HealthReport>(StatusCodes.Status503ServiceUnavailable);
    }

    private static Ok<HealthReport> GetLive() => TypedResults.Ok(new HealthReport("live"));

    private static Results<Ok<HealthReport>, JsonHttpResult<HealthReport>> GetReady(Readiness readiness, StoreState store, RuleBook book, RulesState rules)
    {
        if (!readiness.IsReady)
        {
            return TypedResults.Json(new HealthReport("starting"), statusCode: StatusCodes.Status503ServiceUnavailable);
        }

        // Calls are answered without the store, and by the last good rules, so a replica stays ready.
        List<RulesRefusal> refusals = [.. rules.Refusals];
        List<string> causes = [.. refusals.Select(refusal => refusal.Cause)];
        if (store.Cause is { } cause)
        {
            causes.Insert(0, $"The store is unavailable: {cause}.");
        }

        return TypedResults.Ok(new HealthReport(causes.Count == 0 ? "ready" : "degraded", causes.Count == 0 ? null : string.Join(' ', causes))
        {
            Rules = book.Current.Version,
            ShadowRules = book.Shadow?.Version,
            Issues = refusals.Count == 0 ? null : [.. refusals.SelectMany(refusal => refusal.Errors).Select(issue => new HealthIssue(issue.File, issue.Location, issue.Message))],
        });
    }
}

/// <summary>The health of the service.</summary>
/// <param name="Status"><c>live</c>, <c>ready</c>, <c>degraded</c> or <c>starting</c>.</param>
/// <param name="Cause">The problem, with <c>degraded</c>; calls are answered all the same.</param>
internal sealed record HealthReport(string Status, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Cause = null)
{
    /// <summary>Gets the version of the rules that answer calls.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Rules { get; init; }

    /// <summary>Gets the version of the rules that judge in shadow; null when there are none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ShadowRules { get; init; }

    /// <summary>Gets the errors in changed rules that are refused; null when none are.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<HealthIssue>? Issues { get; init; }
}

/// <summary>An error in the files of the rules.</summary>
/// <param name="File">The file.</param>
/// <param name="Location">The element; empty for the whole file.</param>
/// <param name="Message">One sentence for the author of the rules.</param>
internal sealed record HealthIssue(string File, string Location, string Message);

/// <summary>Generated serialization of <see cref="HealthReport"/>, so that the first report needs no reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(HealthReport))]
internal sealed partial class HealthJson : JsonSerializerContext;
