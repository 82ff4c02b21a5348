using CdsHooks.Fhir;

namespace CdsHooks.Decision.Rules;

/// <summary>One resource of the knowledge and the file it came from.</summary>
/// <param name="File">Path relative to the knowledge folder, with forward slashes.</param>
/// <param name="Url">Its canonical URL; empty for a resource type that has none (Parameters).</param>
/// <param name="Resource">The resource.</param>
public sealed record KnowledgeResource(string File, string Url, FhirResource Resource);
