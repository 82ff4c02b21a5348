using System.Diagnostics.CodeAnalysis;
using CdsHooks.Fhir;
using Hl7.Fhir.Model;

namespace CdsHooks.Decision.Plan;

/// <summary>One resource of the knowledge folder and its file.</summary>
/// <param name="File">The path relative to the knowledge folder, with forward slashes.</param>
/// <param name="Url">The canonical URL; empty for a resource type that has none (Parameters).</param>
/// <param name="Located">The resource, with the paths of its elements.</param>
[SuppressMessage("Design", "CA1054:URI parameters should not be strings", Justification = "Compared as text; need not be a valid URI.")]
[SuppressMessage("Design", "CA1056:URI properties should not be strings", Justification = "Compared as text; need not be a valid URI.")]
public sealed record KnowledgeResource(string File, string Url, LocatedResource Located)
{
    /// <summary>Gets the resource. All its typed properties can be read: malformed elements were reported and removed.</summary>
    public Resource Resource => Located.Resource;

    /// <summary>Gets the resource's type, such as <c>PlanDefinition</c>.</summary>
    public string ResourceType => Resource.TypeName;

    /// <summary>Gets the resource's id, or null.</summary>
    public string? Id => Resource.Id;

    /// <summary>Creates the resource of a file with its canonical URL.</summary>
    internal static KnowledgeResource Of(string file, LocatedResource located)
    {
        var resource = new KnowledgeResource(file, string.Empty, located);
        return resource with { Url = resource.Text("url") ?? string.Empty };
    }

    /// <summary>Gets the text of a top-level element of a resource of any type.</summary>
    /// <param name="element">The name of the element, such as <c>version</c>.</param>
    /// <returns>The text, or null.</returns>
    public string? Text(string element) =>
        Resource.TryGetValue(element, out var value) && value is PrimitiveType { JsonValue: string text } ? text : null;
}
