namespace CdsHooks.Service.Tests.Infrastructure;

/// <summary>A request as it came to <see cref="FaultyFhirServer"/>.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Target">The path and the query as they were sent.</param>
public sealed record StubbedRequest(string Method, string Target);
