using System.Text.Json;

namespace CdsHooks.Decision.Intake;

/// <summary>The members of the root object that are read, as flags.</summary>
[Flags]
internal enum RequestMembers
{
    None = 0,
    Hook = 1,
    HookInstance = 2,
    Context = 4,
    Prefetch = 8,
    FhirServer = 16,
    FhirAuthorization = 32,
    Extension = 64,
}

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

    /// <summary>Identifies the member at whose name the reader is positioned; none for an unknown name.</summary>
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

    public static string PathOf(RequestMembers member) => Array.Find(All, entry => entry.Member == member).Path;
}
