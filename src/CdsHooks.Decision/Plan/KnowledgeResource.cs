using System.Diagnostics.CodeAnalysis;
using CdsHooks.Fhir;
using Hl7.Fhir.Model;

namespace CdsHooks.Decision.Plan;

/// <summary>One resource of the knowledge and the file it came from.</summary>
/// <param name="File">Path relative to the knowledge folder, with forward slashes.</param>
/// <param name="Url">Its canonical URL; empty for a resource type that has none (Parameters).</param>
/// <param name="Located">The resource, with the places of its elements.</param>
[SuppressMessage("Design", "CA1054:URI parameters should not be strings", Justification = "Compared as text; need not be a valid URI.")]
[SuppressMessage("Design", "CA1056:URI properties should not be strings", Justification = "Compared as text; need not be a valid URI.")]
public sealed record KnowledgeResource(string File, string Url, LocatedResource Located)
{
    /// <summary>Gets the resource. All its typed properties can be read: what is malformed was reported and taken out.</summary>
    public Resource Resource => Located.Resource;

    /// <summary>Gets the resource's type, such as <c>PlanDefinition</c>.</summary>
    public string ResourceType => Resource.TypeName;

    /// <summary>Gets the resource's id; null where it has none.</summary>
    public string? Id => Resource.Id;

    /// <summary>Takes in what was read from a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="located">The resource.</param>
    /// <returns>The resource, by its canonical URL.</returns>
    internal static KnowledgeResource Of(string file, LocatedResource located)
    {
        var resource = new KnowledgeResource(file, string.Empty, located);
        return resource with { Url = resource.Text("url") ?? string.Empty };
    }

    /// <summary>Gets a text that stands directly below the resource, whatever its type.</summary>
    /// <param name="element">The name of an element, such as <c>version</c>.</param>
    /// <returns>The text, or null where there is none.</returns>
    public string? Text(string element) =>
        Resource.TryGetValue(element, out var value) && value is PrimitiveType { JsonValue: string text } ? text : null;
}
