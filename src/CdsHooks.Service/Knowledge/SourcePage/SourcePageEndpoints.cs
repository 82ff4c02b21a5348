using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using CdsHooks.Decision;
using CdsHooks.Service.Host.Errors;
using CdsHooks.Service.Knowledge.Rules;
using Microsoft.Net.Http.Headers;
using IssueType = Hl7.Fhir.Model.OperationOutcome.IssueType;

namespace CdsHooks.Service.Knowledge.SourcePage;

internal static class SourcePageEndpoints
{
    // Allows nothing but the page and its own style sheet.
    private static readonly string Policy =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(SourcePageWriter.Style)))}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    // Plans are immutable, so a page never has to be rewritten; it goes with its plan when the rules are replaced.
    private static readonly ConditionalWeakTable<CompiledPlan, byte[]> Pages = [];

    public static void MapSourcePage(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/docs/{planId}", GetAsync).ExcludeFromDescription();

    private static async Task GetAsync(HttpContext context, string planId, RuleBook book)
    {
        var rules = book.Current;
        var service = rules.Services.Values.FirstOrDefault(service => string.Equals(service.Plan.Id, planId, StringComparison.Ordinal));
        if (service is null || rules.Knowledge.Find(service.Plan.Rules.Canonical)?.Resource is not Hl7.Fhir.Model.PlanDefinition definition)
        {
            throw new RejectedRequestException(Outcome.Of(StatusCodes.Status404NotFound, IssueType.NotFound, "There is no plan with this id."));
        }

        var page = Pages.GetValue(service.Plan, plan => Encoding.UTF8.GetBytes(new SourcePageWriter(plan, definition).Write()));
        var response = context.Response;
        response.ContentType = "text/html; charset=utf-8";
        response.ContentLength = page.Length;
        response.Headers[HeaderNames.ContentSecurityPolicy] = Policy;
        response.Headers[HeaderNames.CacheControl] = "no-cache";
        await response.Body.WriteAsync(page, context.RequestAborted);
    }
}
