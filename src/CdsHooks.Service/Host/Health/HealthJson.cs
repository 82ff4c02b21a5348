using System.Text.Json.Serialization;

namespace CdsHooks.Service.Host.Health;

/// <summary>The generated writer of <see cref="HealthReport"/>, so that the first report needs no reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(HealthReport))]
internal sealed partial class HealthJson : JsonSerializerContext;
