using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using CdsHooks.Decision.Evidence;

namespace CdsHooks.Decision.Intake;

/// <summary>The type of a scanned resource, told without making a string of it.</summary>
/// <param name="Role">What it is for.</param>
/// <param name="Kind">Which evidence it is; only with <see cref="RawResourceRole.Evidence"/>.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RawResourceType(RawResourceRole Role, EvidenceKind? Kind = null)
{
    private static readonly (byte[] Name, RawResourceType Type)[] Known =
    [
        .. PrefetchKeys.All.Select(entry => (Encoding.UTF8.GetBytes(entry.ResourceType), new RawResourceType(RawResourceRole.Evidence, entry.Kind))),
        ("Medication"u8.ToArray(), new RawResourceType(RawResourceRole.Medication)),
        ("Practitioner"u8.ToArray(), new RawResourceType(RawResourceRole.Performer)),
        ("PractitionerRole"u8.ToArray(), new RawResourceType(RawResourceRole.Performer)),
        ("Organization"u8.ToArray(), new RawResourceType(RawResourceRole.Companion)),
        ("Location"u8.ToArray(), new RawResourceType(RawResourceRole.Companion)),
        ("OperationOutcome"u8.ToArray(), new RawResourceType(RawResourceRole.Outcome)),
        ("Bundle"u8.ToArray(), new RawResourceType(RawResourceRole.Bundle)),
    ];

    /// <summary>Reads the type from the value of <c>resourceType</c>, on which the reader stands.</summary>
    public static RawResourceType Of(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is not JsonTokenType.String || JsonText.NameIs(ref reader, ""u8))
        {
            return default;
        }

        foreach (var (name, type) in Known)
        {
            if (reader.ValueIsEscaped ? JsonText.NameIs(ref reader, name) : reader.ValueSpan.SequenceEqual(name))
            {
                return type;
            }
        }

        // No type of FHIR, but nearly one that is read: something is lost.
        var isMisspelt = JsonText.Of(ref reader) is not { } given
            || Known.Any(known => string.Equals(given.Trim(), Encoding.UTF8.GetString(known.Name), StringComparison.OrdinalIgnoreCase));
        return isMisspelt ? default : new RawResourceType(RawResourceRole.Other);
    }
}
