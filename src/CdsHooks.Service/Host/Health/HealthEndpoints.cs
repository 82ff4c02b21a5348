using System.Text.Json.Serialization;
using CdsHooks.Service.Host.Status;
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
        builder.Services.AddHostedService<Draining>();
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

    private static Results<Ok<HealthReport>, JsonHttpResult<HealthReport>> GetReady(Readiness readiness, IEnumerable<IReadinessCause> parts, RuleBook book)
    {
        if (readiness.Obstacle is { } obstacle)
        {
            return TypedResults.Json(new HealthReport(obstacle), statusCode: StatusCodes.Status503ServiceUnavailable);
        }

        // Calls are still answered, so a replica in trouble stays ready: the same trouble might take every replica out.
        List<(string? Cause, IReadOnlyList<string> Issues)> troubled = [.. parts.Select(part => (part.Cause, part.Issues)).Where(part => part.Cause is not null)];
        return TypedResults.Ok((troubled is [] ? new HealthReport("ready") : ReportOf(troubled)) with { Rules = book.Current.Version, ShadowRules = book.Shadow?.Version });
    }

    private static HealthReport ReportOf(List<(string? Cause, IReadOnlyList<string> Issues)> troubled)
    {
        List<string> issues = [.. troubled.SelectMany(part => part.Issues)];
        return new HealthReport("degraded", string.Join(' ', troubled.Select(part => part.Cause)), issues is [] ? null : issues);
    }
}

/// <summary>The health of the service.</summary>
/// <param name="Status"><c>live</c>, <c>ready</c>, <c>degraded</c>, <c>starting</c> or <c>stopping</c>.</param>
/// <param name="Cause">The trouble, with <c>degraded</c>, one sentence for each part that has any; calls are answered all the same.</param>
/// <param name="Issues">The single issues behind it; null when the cause says everything.</param>
internal sealed record HealthReport(
    string Status,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Cause = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Issues = null)
{
    /// <summary>Gets the version of the rules that answer calls; null before it is ready.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Rules { get; init; }

    /// <summary>Gets the version of the rules that judge in shadow; null when there are none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ShadowRules { get; init; }
}

/// <summary>Generated serialization of <see cref="HealthReport"/>, so that the first report needs no reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(HealthReport))]
internal sealed partial class HealthJson : JsonSerializerContext;
