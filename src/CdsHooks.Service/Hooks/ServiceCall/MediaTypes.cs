using CdsHooks.Service.Host.Errors;
using Microsoft.Net.Http.Headers;

namespace CdsHooks.Service.Hooks.ServiceCall;

/// <summary>Requires JSON in UTF-8.</summary>
internal static class MediaTypes
{
    private const string Json = "application/json";

    /// <summary>Checks the Content-Type of a request.</summary>
    /// <exception cref="RejectedRequestException">415: the body is not JSON in UTF-8.</exception>
    public static void Check(HttpRequest request)
    {
        if (!IsJson(request))
        {
            throw new RejectedRequestException(Outcome.Of(StatusCodes.Status415UnsupportedMediaType));
        }
    }

    private static bool IsJson(HttpRequest request) =>
        string.Equals(request.ContentType, Json, StringComparison.OrdinalIgnoreCase)
        || (MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            && (type.MediaType.Equals(Json, StringComparison.OrdinalIgnoreCase) || type.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase))
            && (!type.Charset.HasValue || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase) || type.Charset.Equals("\"utf-8\"", StringComparison.OrdinalIgnoreCase)));
}
