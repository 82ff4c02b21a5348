using System.Text.Json.Serialization;

namespace CdsHooks.Decision.Hooks;

/// <summary>How a user may combine a card's suggestions. A client that does not know the value treats the card as an error.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SelectionBehavior>))]
public enum SelectionBehavior
{
    /// <summary>Any number of them.</summary>
    [JsonStringEnumMemberName("any")]
    Any,

    /// <summary>None or one of them.</summary>
    [JsonStringEnumMemberName("at-most-one")]
    AtMostOne,
}
