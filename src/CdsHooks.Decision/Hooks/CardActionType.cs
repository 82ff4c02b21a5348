using System.Text.Json.Serialization;

namespace CdsHooks.Decision.Hooks;

/// <summary>What an action does to its resource.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CardActionType>))]
public enum CardActionType
{
    /// <summary>A new resource is made.</summary>
    [JsonStringEnumMemberName("create")]
    Create,

    /// <summary>A resource is replaced by the one given.</summary>
    [JsonStringEnumMemberName("update")]
    Update,

    /// <summary>A resource is taken away. No card of ours does this.</summary>
    [JsonStringEnumMemberName("delete")]
    Delete,
}
