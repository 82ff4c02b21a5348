namespace CdsHooks.Service.Host.Errors;

/// <summary>Tells which errors a browser is shown as a page.</summary>
/// <param name="isOn">True while pages are served at all.</param>
internal sealed class ErrorPages(bool isOn)
{
    /// <summary>The address of the page that shows the <see cref="Outcome"/> of the request.</summary>
    public const string Path = "/error";

    // What programs call, even if they say that they accept HTML.
    private static readonly PathString[] ForPrograms = ["/cds-services", "/fhir", "/health", "/openapi", "/metrics", "/assets"];

    /// <summary>Decides about one request.</summary>
    /// <returns>True when a person asked for a page with a browser.</returns>
    public bool Fits(HttpRequest request) =>
        isOn
        && request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase)
        && !Array.Exists(ForPrograms, path => request.Path.StartsWithSegments(path, StringComparison.OrdinalIgnoreCase));
}
