using System.Diagnostics.CodeAnalysis;
using CdsHooks.Fhir;

namespace CdsHooks.Decision.Rules;

/// <summary>One resource of the knowledge and the file it came from.</summary>
/// <param name="File">Path relative to the knowledge folder, with forward slashes.</param>
/// <param name="Url">Its canonical URL; empty for a resource type that has none (Parameters).</param>
/// <param name="Resource">The resource.</param>
[SuppressMessage("Design", "CA1054:URI parameters should not be strings", Justification = "Compared as text; need not be a valid URI.")]
[SuppressMessage("Design", "CA1056:URI properties should not be strings", Justification = "Compared as text; need not be a valid URI.")]
public sealed record KnowledgeResource(string File, string Url, FhirResource Resource);
