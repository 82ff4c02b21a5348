using System.Text.Json.Serialization;

namespace CdsHooks.Service.Knowledge.Site;

/// <summary>One line of the audit log of a site's changes.</summary>
/// <param name="At">The time.</param>
/// <param name="Who">The person, as authenticated, else as stated.</param>
/// <param name="What">The event.</param>
/// <param name="Version">The version that it is about; 0 for the rules without any change of the site.</param>
/// <param name="Former">The version in the place of which it came; null for none.</param>
/// <param name="Why">The reason, as stated.</param>
/// <param name="Hash">The hash of the version's files, where it was saved.</param>
internal sealed record SiteEvent(DateTimeOffset At, string Who, SiteEventKind What, int Version, int? Former, string Why, string? Hash = null);

/// <summary>An event in the life of a site's versions.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SiteEventKind>))]
internal enum SiteEventKind
{
    /// <summary>A version was saved as the draft, which is tried in shadow.</summary>
    Saved,

    /// <summary>The draft was discarded. Its version stays.</summary>
    Discarded,

    /// <summary>The draft became part of the rules that answer calls.</summary>
    WentLive,

    /// <summary>An earlier version became part of the rules that answer calls again.</summary>
    WentBack,

    /// <summary>The event of the line before did not happen: the folder could not be written.</summary>
    Failed,
}

/// <summary>Generated serialization of the audit log.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SiteEvent))]
internal sealed partial class SiteEventJson : JsonSerializerContext;
