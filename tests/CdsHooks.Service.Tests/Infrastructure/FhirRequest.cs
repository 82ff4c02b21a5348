namespace CdsHooks.Service.Tests.Infrastructure;

/// <summary>A request as the FHIR server saw it.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The path, from /fhir on.</param>
/// <param name="Query">The query as it was sent, without the question mark; empty if there was none.</param>
/// <param name="Form">The form as it was sent; empty if there was none.</param>
/// <param name="HasAuthorization">Whether there was an Authorization header. What it said is not kept.</param>
public sealed record FhirRequest(string Method, string Path, string Query, string Form, bool HasAuthorization);
