using System.Runtime.InteropServices;

namespace CdsHooks.Fhir.Terminology;

/// <summary>What is known of a code as a member of a value set.</summary>
/// <param name="Display">Its name, or null.</param>
/// <param name="Ordinal">Its rank, or null.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct CodeMember(string? Display, decimal? Ordinal);
