using System.Text.Json.Serialization;
using CdsHooks.Service.Host.Store;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CdsHooks.Service.Host.Health;

internal static class HealthEndpoints
{
    public static void AddHealth(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<Readiness>();
        builder.Services.AddHostedService<WarmUp>();
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

    private static Results<Ok<HealthReport>, JsonHttpResult<HealthReport>> GetReady(Readiness readiness, StoreState store)
    {
        if (!readiness.IsReady)
        {
            return TypedResults.Json(new HealthReport("starting"), statusCode: StatusCodes.Status503ServiceUnavailable);
        }

        // Calls are answered without the store, so a replica stays ready while it is unavailable.
        return TypedResults.Ok(store.Cause is { } cause ? new HealthReport("degraded", $"The store is unavailable: {cause}.") : new HealthReport("ready"));
    }
}

/// <summary>The health of the service.</summary>
/// <param name="Status"><c>live</c>, <c>ready</c>, <c>degraded</c> or <c>starting</c>.</param>
/// <param name="Cause">The problem, with <c>degraded</c>; calls are answered all the same.</param>
internal sealed record HealthReport(string Status, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Cause = null);

/// <summary>Generated serialization of <see cref="HealthReport"/>, so that the first report needs no reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(HealthReport))]
internal sealed partial class HealthJson : JsonSerializerContext;
