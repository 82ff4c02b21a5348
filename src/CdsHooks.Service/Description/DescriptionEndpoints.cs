using Microsoft.AspNetCore.OpenApi;

namespace CdsHooks.Service.Description;

internal static class DescriptionEndpoints
{
    private const string Shape = "Shape";

    public static void AddDescription(this WebApplicationBuilder builder) => builder.Services.AddOpenApi(options =>
    {
        options.CreateSchemaReferenceId = type => OpenApiOptions.CreateDefaultSchemaReferenceId(type)?.Replace(Shape, "", StringComparison.Ordinal);
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = "CDS Hooks service for order review";
            document.Info.Description = "Reviews orders while they are chosen and signed, as CDS Hooks 2.0 has it.";

            // The address under which clients reach the service is not the service's to know.
            document.Servers?.Clear();
            return Task.CompletedTask;
        });
    });

    public static void MapDescription(this IEndpointRouteBuilder routes) => routes.MapOpenApi();

    /// <summary>Says that an endpoint answers these statuses with an OperationOutcome.</summary>
    public static RouteHandlerBuilder ProducesOutcomes(this RouteHandlerBuilder route, params ReadOnlySpan<int> statuses) =>
        route.ProducesOutcomes("application/json", statuses);

    /// <summary>Says that an endpoint answers these statuses with an OperationOutcome of a media type.</summary>
    public static RouteHandlerBuilder ProducesOutcomes(this RouteHandlerBuilder route, string mediaType, params ReadOnlySpan<int> statuses)
    {
        foreach (var status in statuses)
        {
            route.Produces<OperationOutcomeShape>(status, mediaType);
        }

        return route;
    }
}
