using System.Runtime.InteropServices;
using Hl7.Fhir.Model;

namespace CdsHooks.Fhir.Terminology;

/// <summary>What is known of a code as a member of a value set.</summary>
/// <param name="Display">Its name, or null.</param>
/// <param name="Ordinal">Its rank, or null.</param>
/// <param name="OtherNames">Further names that the value set gives it (<c>designation</c>), or null.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct CodeMember(string? Display, decimal? Ordinal, string[]? OtherNames = null)
{
    /// <summary>The further names of a concept, such as brands; null where there are none.</summary>
    internal static string[]? OtherNamesOf(List<ValueSet.DesignationComponent> designations)
    {
        string[] names = [.. designations.Select(designation => designation.Value).OfType<string>().Where(name => !string.IsNullOrWhiteSpace(name))];
        return names.Length > 0 ? names : null;
    }

    /// <summary>The rank that a concept is given by FHIR's extension ordinalValue, or null.</summary>
    internal static decimal? OrdinalOf(Element concept) => (concept.GetExtension(KnowledgeUris.OrdinalValue)?.Value as FhirDecimal)?.Value;
}
