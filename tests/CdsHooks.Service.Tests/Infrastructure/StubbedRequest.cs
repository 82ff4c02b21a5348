namespace CdsHooks.Service.Tests.Infrastructure;

/// <summary>A request as WireMock saw it.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Target">The path and the query as they were sent.</param>
/// <param name="Body">The body; empty if there was none.</param>
/// <param name="HeaderNames">The names of the headers; their values are not kept.</param>
public sealed record StubbedRequest(string Method, string Target, string Body, IReadOnlyList<string> HeaderNames);
