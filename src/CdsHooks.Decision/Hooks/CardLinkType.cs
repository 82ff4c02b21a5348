using System.Text.Json.Serialization;

namespace CdsHooks.Decision.Hooks;

/// <summary>The kind of a link.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CardLinkType>))]
public enum CardLinkType
{
    /// <summary>A page that opens as it stands.</summary>
    [JsonStringEnumMemberName("absolute")]
    Absolute,

    /// <summary>A SMART app that is launched with the context. No card of ours holds one.</summary>
    [JsonStringEnumMemberName("smart")]
    Smart,
}
