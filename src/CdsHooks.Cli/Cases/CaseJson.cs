using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace CdsHooks.Cli.Cases;

/// <summary>JSON nodes without reflection.</summary>
[JsonSerializable(typeof(JsonObject))]
internal sealed partial class CaseJson : JsonSerializerContext;
