using System.Text.Json;

namespace CdsHooks.Decision.Intake;

/// <summary>The names of <see cref="RequestMembers"/>.</summary>
internal static class RequestMemberNames
{
    private static readonly (byte[] Name, RequestMembers Member, string Path)[] All =
    [
        ("hook"u8.ToArray(), RequestMembers.Hook, "$.hook"),
        ("hookInstance"u8.ToArray(), RequestMembers.HookInstance, "$.hookInstance"),
        ("context"u8.ToArray(), RequestMembers.Context, "$.context"),
        ("prefetch"u8.ToArray(), RequestMembers.Prefetch, "$.prefetch"),
        ("fhirServer"u8.ToArray(), RequestMembers.FhirServer, "$.fhirServer"),
        ("fhirAuthorization"u8.ToArray(), RequestMembers.FhirAuthorization, "$.fhirAuthorization"),
        ("extension"u8.ToArray(), RequestMembers.Extension, "$.extension"),
    ];

    /// <summary>Tells which member's name the reader stands on; none for one that nobody knows.</summary>
    public static RequestMembers Identify(ref Utf8JsonReader reader)
    {
        foreach (var (name, member, _) in All)
        {
            if (reader.ValueTextEquals(name))
            {
                return member;
            }
        }

        return RequestMembers.None;
    }

    /// <summary>Gets the JSON path of one member.</summary>
    public static string PathOf(RequestMembers member) => Array.Find(All, entry => entry.Member == member).Path;
}
