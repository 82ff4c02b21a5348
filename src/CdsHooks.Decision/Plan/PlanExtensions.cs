using Hl7.Fhir.Model;

namespace CdsHooks.Decision.Plan;

/// <summary>Reads this project's FHIR extensions, which share one canonical base.</summary>
public static class PlanExtensions
{
    /// <summary>The base of this project's extension URLs.</summary>
    public const string ExtensionBase = "https://cdshooks.example.org/fhir/StructureDefinition/";

    private static readonly string[] Parts = ["criterion", "input", "row", "card", "cards", "suggestion"];

    /// <summary>The base of this project's code system URLs.</summary>
    public const string CodeSystemBase = "https://cdshooks.example.org/fhir/CodeSystem/";

    /// <summary>Finds the first extension with a name.</summary>
    /// <param name="element">The extended element, or null.</param>
    /// <param name="name">The last part of the URL, or the name of a sub-extension.</param>
    public static Extension? Named(this IExtendable? element, string name) => element?.Extension.Find(extension => IsNamed(extension, name));

    /// <summary>Gets the extensions with a name, in order.</summary>
    /// <param name="element">The extended element, or null.</param>
    /// <param name="name">The last part of the URL, or the name of a sub-extension.</param>
    public static IReadOnlyList<Extension> AllNamed(this IExtendable? element, string name) =>
        element?.Extension.FindAll(extension => IsNamed(extension, name)) ?? [];

    /// <summary>Gets the text of an extension, such as a code or a canonical; null when it is absent or no text.</summary>
    public static string? Text(this IExtendable? element, string name) => element.Named(name)?.Value.AsText();

    /// <summary>Gets the first code of an action from one of this project's code systems.</summary>
    /// <param name="action">The action.</param>
    /// <param name="system">The last part of the system's URL: <c>plan-part</c> or <c>criterion-kind</c>.</param>
    public static string? CodeOf(this PlanDefinition.ActionComponent action, string system) =>
        action.Code.SelectMany(concept => concept.Coding).FirstOrDefault(coding =>
            coding.System is { } url && url.StartsWith(CodeSystemBase, StringComparison.Ordinal)
            && url.AsSpan(CodeSystemBase.Length).SequenceEqual(system))?.Code;

    /// <summary>Finds the source of a citation: the plan's <c>relatedArtifact</c> with its label, if the citation has only a label.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="cited">An entry of <c>action.documentation</c>.</param>
    /// <returns>The plan's entry, else the citation itself.</returns>
    public static RelatedArtifact SourceOf(this PlanDefinition plan, RelatedArtifact cited) =>
        cited is { Citation: null, Url: null, Label: { } label }
            ? plan.RelatedArtifact.Find(source => string.Equals(source.Label, label, StringComparison.Ordinal)) ?? cited
            : cited;

    /// <summary>Reads a value that is a JSON string, such as a code or canonical; null for any other value.</summary>
    public static string? AsText(this DataType? value) => (value as PrimitiveType)?.JsonValue as string;

    /// <summary>Reads a value that is a number; null for any other value.</summary>
    public static decimal? AsNumber(this DataType? value) => (value as PrimitiveType)?.JsonValue switch
    {
        int number => number,
        decimal number => number,
        _ => null,
    };

    /// <summary>Reads a value that is a boolean; null for any other value.</summary>
    public static bool? AsFlag(this DataType? value) => (value as PrimitiveType)?.JsonValue as bool?;

    /// <summary>Finds the extension of an action or input that contains its settings, conditions and texts.</summary>
    /// <param name="element">An action or input; an extension is returned itself.</param>
    public static Extension? Part(this IExtendable? element) => element as Extension ?? element?.Extension.Find(extension => Parts.Any(part => IsNamed(extension, part)));

    private static bool IsNamed(Extension extension, string name) =>
        extension.Url is { } url
        && (string.Equals(url, name, StringComparison.Ordinal)
            || (url.Length == ExtensionBase.Length + name.Length
                && url.StartsWith(ExtensionBase, StringComparison.Ordinal)
                && url.EndsWith(name, StringComparison.Ordinal)));
}
