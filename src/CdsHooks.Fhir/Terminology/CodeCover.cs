using System.Runtime.InteropServices;
using Hl7.Fhir.Model;

namespace CdsHooks.Fhir.Terminology;

/// <summary>
/// The content of a value set: codes, prefixes of codes, and the exceptions from those. If several match a code, the code itself
/// decides before any prefix, and a longer prefix before a shorter one.
/// </summary>
internal sealed class CodeCover
{
    internal Dictionary<CodeKey, CodeMember> Codes { get; } = [];

    internal HashSet<CodeKey> Prefixes { get; } = [];

    internal HashSet<CodeKey> ExcludedCodes { get; } = [];

    internal HashSet<CodeKey> ExcludedPrefixes { get; } = [];

    internal bool IsEmpty => Codes.Count + Prefixes.Count == 0;

    internal bool HasExceptions => ExcludedCodes.Count + ExcludedPrefixes.Count > 0;

    internal bool Contains(CodeKey code) =>
        Codes.ContainsKey(code) || (!ExcludedCodes.Contains(code) && ContainsPrefix(code));

    /// <summary>True when codes with this prefix are members, exceptions with a longer prefix aside.</summary>
    internal bool ContainsPrefix(CodeKey prefix)
    {
        if (Prefixes.Count == 0)
        {
            return false;
        }

        for (var length = prefix.Code.Length; length > 0; length--)
        {
            var candidate = prefix with { Code = prefix.Code[..length] };
            if (Prefixes.Contains(candidate))
            {
                return true;
            }

            if (ExcludedPrefixes.Contains(candidate))
            {
                return false;
            }
        }

        return false;
    }

    internal void Add(CodeCover other)
    {
        var newExcludedCodes = other.ExcludedCodes.Where(code => !Contains(code)).ToList();
        var newExcludedPrefixes = other.ExcludedPrefixes.Where(code => !ContainsPrefix(code)).ToList();
        ExcludedCodes.RemoveWhere(other.Contains);
        ExcludedPrefixes.RemoveWhere(other.ContainsPrefix);
        ExcludedCodes.UnionWith(newExcludedCodes);
        ExcludedPrefixes.UnionWith(newExcludedPrefixes);
        Prefixes.UnionWith(other.Prefixes);
        Codes.EnsureCapacity(Math.Max(Codes.Count, other.Codes.Count));
        foreach (var (code, member) in other.Codes)
        {
            AddCode(code, member);
        }
    }

    /// <summary>Adds a code. Values given by an earlier entry for it are kept.</summary>
    internal void AddCode(CodeKey code, CodeMember member)
    {
        ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(Codes, code, out _);
        known = new CodeMember(known.Display ?? member.Display, known.Ordinal ?? member.Ordinal, known.OtherNames ?? member.OtherNames);
    }

    /// <summary>Removes the members of another cover, which must have no exceptions.</summary>
    internal void Remove(CodeCover other)
    {
        foreach (var code in Codes.Keys.Where(other.Contains).ToList())
        {
            Codes.Remove(code);
        }

        Prefixes.RemoveWhere(other.ContainsPrefix);
        ExcludedCodes.UnionWith(other.Codes.Keys.Where(ContainsPrefix));
        ExcludedPrefixes.UnionWith(other.Prefixes.Where(ContainsPrefix));
    }
}

/// <summary>A code, or a prefix of codes, in normalised form.</summary>
/// <param name="System">The canonical URI.</param>
/// <param name="Code">The code or prefix, normalised for that system.</param>
internal readonly record struct CodeKey(string System, string Code)
{
    /// <summary>Compares the codes first, since most keys of a table share their system.</summary>
    public bool Equals(CodeKey other) =>
        string.Equals(Code, other.Code, StringComparison.Ordinal) && string.Equals(System, other.System, StringComparison.Ordinal);

    /// <summary>Hashes the code alone: the URI of a system is long and distinguishes few keys.</summary>
    public override int GetHashCode() => Code is null ? 0 : string.GetHashCode(Code, StringComparison.Ordinal);
}

/// <summary>The properties of a code as a member of a value set.</summary>
/// <param name="Display">The display, or null.</param>
/// <param name="Ordinal">The rank, or null.</param>
/// <param name="OtherNames">The <c>designation</c> values, or null.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct CodeMember(string? Display, decimal? Ordinal, string[]? OtherNames = null)
{
    private const string OrdinalValue = "http://hl7.org/fhir/StructureDefinition/ordinalValue";

    /// <summary>Gets the designations of a concept, such as brand names; null where there are none.</summary>
    internal static string[]? OtherNamesOf(List<ValueSet.DesignationComponent> designations)
    {
        string[] names = [.. designations.Select(designation => designation.Value).OfType<string>().Where(name => !string.IsNullOrWhiteSpace(name))];
        return names.Length > 0 ? names : null;
    }

    /// <summary>Gets the rank of a concept from FHIR's extension ordinalValue, or null.</summary>
    internal static decimal? OrdinalOf(Element concept) => (concept.GetExtension(OrdinalValue)?.Value as FhirDecimal)?.Value;
}
