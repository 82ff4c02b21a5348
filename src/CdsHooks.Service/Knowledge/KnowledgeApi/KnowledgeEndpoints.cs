using CdsHooks.Service.Host.Description;
using CdsHooks.Service.Host.Errors;
using CdsHooks.Service.Knowledge.Rules;
using Hl7.Fhir.Utility;
using Microsoft.OpenApi;
using IssueType = Hl7.Fhir.Model.OperationOutcome.IssueType;

namespace CdsHooks.Service.Knowledge.KnowledgeApi;

/// <summary>Maps the knowledge as a read-only FHIR API: read and search.</summary>
internal static class KnowledgeEndpoints
{
    public static void MapKnowledge(this IEndpointRouteBuilder routes)
    {
        var fhir = routes.MapGroup("/fhir").WithTags("Knowledge");
        fhir.MapGet("/metadata", GetMetadataAsync)
            .WithName("GetCapabilities").WithSummary("Gets the CapabilityStatement of this FHIR server").ProducesFhir();
        fhir.MapGet("/{type}", SearchAsync)
            .WithName("SearchKnowledge").WithSummary("Searches the knowledge by _id, url, name, title, version or status").WithSearchParameters().ProducesFhir();
        fhir.MapPost("/{type}/_search", SearchByFormAsync)
            .WithName("SearchKnowledgeByForm").WithSummary("The same search with its parameters in the body")
            .Accepts<IFormCollection>("application/x-www-form-urlencoded").DisableAntiforgery().ProducesFhir();
        fhir.MapGet("/{type}/{id}", ReadAsync)
            .WithName("ReadKnowledge").WithSummary("Reads one plan, value set, code system, profile or activity").ProducesFhir();
    }

    private static RouteHandlerBuilder WithSearchParameters(this RouteHandlerBuilder route)
    {
        foreach (var (name, type) in LibrarySearch.Parameters)
        {
            route.WithParameter(ParameterLocation.Query, name, $"A FHIR {type.GetLiteral()}; a comma separates alternatives");
        }

        return route.WithParameter(ParameterLocation.Query, "_count", "The number of matches on a page").WithParameter(ParameterLocation.Query, "_offset", "The number of matches before the page");
    }

    private static void ProducesFhir(this RouteHandlerBuilder route) => route
        .Produces<object>(StatusCodes.Status200OK, "application/fhir+json")
        .ProducesOutcomes("application/fhir+json", StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound, StatusCodes.Status406NotAcceptable);

    private static Task GetMetadataAsync(HttpContext context, RuleBook book)
    {
        FhirJson.CheckAcceptable(context.Request);
        return FhirJson.SendAsync(context, KnowledgeLibrary.Of(book.Current.Knowledge).Capabilities);
    }

    private static Task ReadAsync(HttpContext context, string type, string id, RuleBook book)
    {
        FhirJson.CheckAcceptable(context.Request);
        var item = ItemsOf(book, type).FirstOrDefault(item => string.Equals(item.Id, id, StringComparison.Ordinal))
            ?? throw new RejectedRequestException(Outcome.Of(StatusCodes.Status404NotFound, IssueType.NotFound, "There is no resource of this type and id."));
        return FhirJson.SendAsync(context, item.Json, item.ETag);
    }

    private static Task SearchAsync(HttpContext context, string type, RuleBook book) =>
        SendSearchAsync(context, type, book, LibrarySearch.Read(context.Request.Query));

    private static async Task SearchByFormAsync(HttpContext context, string type, RuleBook book)
    {
        if (!context.Request.HasFormContentType)
        {
            throw new RejectedRequestException(Outcome.Of(
                StatusCodes.Status415UnsupportedMediaType, IssueType.NotSupported, "The parameters must be a form: Content-Type application/x-www-form-urlencoded."));
        }

        var form = await ReadFormAsync(context);
        await SendSearchAsync(context, type, book, LibrarySearch.Read([.. context.Request.Query, .. form]));
    }

    private static async Task<IFormCollection> ReadFormAsync(HttpContext context)
    {
        try
        {
            return await context.Request.ReadFormAsync(context.RequestAborted);
        }
        catch (InvalidDataException)
        {
            // The form has too many fields or is too long.
            throw new RejectedRequestException(Outcome.Of(StatusCodes.Status400BadRequest));
        }
    }

    private static Task SendSearchAsync(HttpContext context, string type, RuleBook book, LibrarySearch search)
    {
        FhirJson.CheckAcceptable(context.Request);
        return FhirJson.SendAsync(context, Searchset.Write(type, ItemsOf(book, type), search));
    }

    private static IReadOnlyList<LibraryItem> ItemsOf(RuleBook book, string type) => KnowledgeLibrary.Of(book.Current.Knowledge).OfType(type)
        ?? throw new RejectedRequestException(Outcome.Of(StatusCodes.Status404NotFound, IssueType.NotSupported, "This server has no resources of this type. GET /fhir/metadata lists the types."));
}
