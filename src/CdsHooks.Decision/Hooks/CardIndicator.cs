using System.Text.Json.Serialization;

namespace CdsHooks.Decision.Hooks;

/// <summary>How urgent a card is, in rising order. <c>critical</c> belongs to the protocol; no card of ours uses it.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CardIndicator>))]
public enum CardIndicator
{
    /// <summary>For information.</summary>
    [JsonStringEnumMemberName("info")]
    Info,

    /// <summary>Worth a second look.</summary>
    [JsonStringEnumMemberName("warning")]
    Warning,

    /// <summary>Danger to life.</summary>
    [JsonStringEnumMemberName("critical")]
    Critical,
}
