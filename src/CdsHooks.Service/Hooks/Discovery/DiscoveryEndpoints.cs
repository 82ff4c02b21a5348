using System.Text.Json.Nodes;
using CdsHooks.Service.Host.Errors;
using CdsHooks.Service.Knowledge.Rules;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CdsHooks.Service.Hooks.Discovery;

internal static class DiscoveryEndpoints
{
    public static void MapDiscovery(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/cds-services", GetServices)
            .WithName("GetServices")
            .WithTags("CDS Hooks")
            .WithSummary("The services that can be called")
            .Produces<JsonObject>(StatusCodes.Status200OK, "application/json");

    private static FileContentHttpResult GetServices(RuleBook book) => TypedResults.Bytes(book.Current.Discovery.Bytes, OutcomeWriter.MediaType);
}
