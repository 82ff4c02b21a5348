using System.Net;
using System.Text.Json;

namespace CdsHooks.Service.Tests.Infrastructure;

/// <summary>
/// Fails every test in which something is answered that the specifications do not allow: to a service call what CDS Hooks does not, or
/// wherever it may be a FHIR resource that is none.
/// </summary>
internal sealed class SoundAnswers : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var response = await base.SendAsync(request, cancellationToken);
        if (response.Content.Headers.ContentType?.MediaType is "application/json" or "application/fhir+json")
        {
            await response.Content.LoadIntoBufferAsync(cancellationToken);
            if (response.StatusCode is HttpStatusCode.OK && IsServiceCall(request))
            {
                HookResponse.AssertSound(await response.Content.ReadAsByteArrayAsync(cancellationToken));
            }
            else if (await response.Content.ReadAsStringAsync(cancellationToken) is { Length: > 0 } body && IsResource(response, body))
            {
                FhirStructure.AssertSound(body);
            }
        }

        return response;
    }

    /// <summary><c>POST …/cds-services/{id}</c>, and nothing below it.</summary>
    private static bool IsServiceCall(HttpRequestMessage request) =>
        request.Method == HttpMethod.Post && request.RequestUri?.Segments is [.., "cds-services/", var id] && !id.EndsWith('/');

    /// <summary>What is sent as FHIR is a resource; what is sent as JSON is one when it says so.</summary>
    private static bool IsResource(HttpResponseMessage response, string body)
    {
        if (response.Content.Headers.ContentType?.MediaType is "application/fhir+json")
        {
            return true;
        }

        using var json = JsonDocument.Parse(body);
        return json.RootElement.ValueKind is JsonValueKind.Object && json.RootElement.TryGetProperty("resourceType"u8, out _);
    }
}
