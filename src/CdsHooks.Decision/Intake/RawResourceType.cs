using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using CdsHooks.Decision.Evidence;

namespace CdsHooks.Decision.Intake;

/// <summary>The type of a scanned resource, identified without allocating a string.</summary>
/// <param name="Role">The role of the resource.</param>
/// <param name="Kind">The kind of evidence; only with <see cref="RawResourceRole.Evidence"/>.</param>
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

    /// <summary>Reads the value of <c>resourceType</c>, at which the reader is positioned.</summary>
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

        // A type that is read, misspelled: evidence would be lost.
        var isMisspelled = JsonText.Of(ref reader) is not { } text
            || Known.Any(known => string.Equals(text.Trim(), Encoding.UTF8.GetString(known.Name), StringComparison.OrdinalIgnoreCase));
        return isMisspelled ? default : new RawResourceType(RawResourceRole.Other);
    }
}

/// <summary>The role of a received resource, by its type.</summary>
internal enum RawResourceRole
{
    /// <summary>No type, or a misspelled one: it cannot be read as FHIR.</summary>
    None,

    /// <summary>A type that rules read.</summary>
    Evidence,

    /// <summary>A Medication, which medication orders reference.</summary>
    Medication,

    /// <summary>A Practitioner or a PractitionerRole, which performers reference. Kept whatever the profession.</summary>
    Performer,

    /// <summary>A type that servers include with evidence.</summary>
    Companion,

    /// <summary>An OperationOutcome.</summary>
    Outcome,

    /// <summary>A Bundle.</summary>
    Bundle,

    /// <summary>Any other type.</summary>
    Other,
}
