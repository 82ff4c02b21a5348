using System.Text.Json.Serialization;

namespace CdsHooks.Service.Host.Health;

/// <summary>How the service is.</summary>
/// <param name="Status"><c>live</c>, <c>ready</c>, <c>degraded</c> or <c>starting</c>.</param>
/// <param name="Cause">With <c>degraded</c>: what is not as it should be, though calls are answered.</param>
internal sealed record HealthReport(string Status, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Cause = null);
