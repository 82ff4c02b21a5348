using System.Globalization;
using System.Text;
using CdsHooks.Service.Gate.Access;
using CdsHooks.Service.Gate.Clients;
using CdsHooks.Service.Gate.Security;
using CdsHooks.Service.Hooks.ServiceCall;
using CdsHooks.Service.Host.Errors;
using CdsHooks.Service.Knowledge.Rules;

namespace CdsHooks.Service.Pages.Sandbox;

/// <summary>Calls an endpoint of the CDS Hooks API from a page: the same endpoint, body and answer as a client's call, without the network.</summary>
internal sealed class ApiCall(EndpointDataSource endpoints, IServiceScopeFactory scopes, ILogger<ErrorMiddleware> logger)
{
    /// <summary>The name of the endpoint for service calls.</summary>
    public const string CallService = "CallService";

    /// <summary>The name of the endpoint for feedback.</summary>
    public const string SendFeedback = "SendFeedback";

    /// <summary>Posts a body.</summary>
    /// <param name="endpointName">The name of the endpoint.</param>
    /// <param name="serviceId">The id of the service.</param>
    /// <param name="client">The client that calls.</param>
    /// <param name="rules">The service with other rules than those in force; null for these.</param>
    /// <param name="body">The body, JSON.</param>
    /// <param name="asOf">The evaluation date; null for none.</param>
    /// <param name="cancellationToken">Cancelled when the page is no longer wanted.</param>
    public async Task<ApiAnswer> PostAsync(string endpointName, string serviceId, Client client, CdsService? rules, string body, DateOnly? asOf, CancellationToken cancellationToken)
    {
        var endpoint = endpoints.Endpoints.First(endpoint => string.Equals(endpoint.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName, endpointName, StringComparison.Ordinal));
        await using var scope = scopes.CreateAsyncScope();
        using var request = new MemoryStream(Encoding.UTF8.GetBytes(body));
        using var response = new MemoryStream();
        var context = new DefaultHttpContext { RequestServices = scope.ServiceProvider, RequestAborted = cancellationToken };
        context.Request.Method = HttpMethods.Post;
        context.Request.Path = endpointName is SendFeedback ? $"/cds-services/{serviceId}/feedback" : $"/cds-services/{serviceId}";
        context.Request.RouteValues["id"] = serviceId;
        context.Request.ContentType = "application/json";
        context.Request.ContentLength = request.Length;
        context.Request.Body = request;
        context.Response.Body = response;
        context.Features.Set(new KnownClient(client));
        if (rules is not null)
        {
            context.Features.Set(new CallRules(rules));
        }

        if (asOf is { } day)
        {
            context.Request.Headers[EvaluationDateHeader.Name] = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        }

        await new ErrorMiddleware(endpoint.RequestDelegate!, logger, new ErrorPages(isOn: false)).InvokeAsync(context);
        return new ApiAnswer(context.Response.StatusCode, Encoding.UTF8.GetString(response.ToArray()), context.Response.Headers["Server-Timing"].ToString());
    }
}

/// <summary>The answer of the API.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">The body.</param>
/// <param name="Timings">The value of the header Server-Timing; empty for none.</param>
internal sealed record ApiAnswer(int Status, string Body, string Timings);
