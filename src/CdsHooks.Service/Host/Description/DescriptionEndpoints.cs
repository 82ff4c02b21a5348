using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace CdsHooks.Service.Host.Description;

internal static class DescriptionEndpoints
{
    private const string Shape = "Shape";
    private const string ClientToken = "clientToken";

    public static void AddDescription(this WebApplicationBuilder builder) => builder.Services.AddOpenApi(options =>
    {
        options.CreateSchemaReferenceId = type => OpenApiOptions.CreateDefaultSchemaReferenceId(type)?.Replace(Shape, "", StringComparison.Ordinal);
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = "CDS Hooks service for order review";
            document.Info.Description = "Reviews orders while they are chosen and signed, following CDS Hooks (3.0 ballot; clients of 1.1 and 2.0 can read its responses).";

            // The service does not know the address under which clients reach it.
            document.Servers?.Clear();
            document.AddComponent(ClientToken, new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                BearerFormat = "JWT",
                Description = "The client's own token, created for each call as CDS Hooks requires; not the access token for its FHIR server.",
            });
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            if (context.Description.ActionDescriptor.EndpointMetadata.OfType<NeedsClientToken>().Any())
            {
                operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(ClientToken, context.Document)] = [] }];
            }

            return Task.CompletedTask;
        });
    });

    public static void MapDescription(this IEndpointRouteBuilder routes) => routes.MapOpenApi();

    /// <summary>Documents that an endpoint requires a client token, unless anonymous calls are allowed.</summary>
    public static RouteHandlerBuilder NeedsToken(this RouteHandlerBuilder route) =>
        route.WithMetadata(NeedsClientToken.Instance).ProducesOutcomes(StatusCodes.Status401Unauthorized);

    /// <summary>Documents a parameter that an endpoint reads from the request directly.</summary>
    public static RouteHandlerBuilder WithParameter(this RouteHandlerBuilder route, ParameterLocation place, string name, string description) =>
        route.AddOpenApiOperationTransformer((operation, _, _) =>
        {
            operation.Parameters ??= [];
            operation.Parameters.Add(new OpenApiParameter { Name = name, In = place, Description = description, Schema = new OpenApiSchema { Type = JsonSchemaType.String } });
            return Task.CompletedTask;
        });

    /// <summary>Documents that an endpoint answers these statuses with an OperationOutcome.</summary>
    public static RouteHandlerBuilder ProducesOutcomes(this RouteHandlerBuilder route, params ReadOnlySpan<int> statuses) =>
        route.ProducesOutcomes("application/json", statuses);

    /// <summary>Documents that an endpoint answers these statuses with an OperationOutcome of a media type.</summary>
    public static RouteHandlerBuilder ProducesOutcomes(this RouteHandlerBuilder route, string mediaType, params ReadOnlySpan<int> statuses)
    {
        foreach (var status in statuses)
        {
            route.Produces<OperationOutcomeShape>(status, mediaType);
        }

        return route;
    }
}

/// <summary>Marks an endpoint that requires a client token.</summary>
internal sealed class NeedsClientToken
{
    public static readonly NeedsClientToken Instance = new();
}
