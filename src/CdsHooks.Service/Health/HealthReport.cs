namespace CdsHooks.Service.Health;

/// <summary>How the service is.</summary>
/// <param name="Status"><c>live</c>, <c>ready</c> or <c>starting</c>.</param>
internal sealed record HealthReport(string Status);
