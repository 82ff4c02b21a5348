using Hl7.Fhir.Model;

namespace CdsHooks.Decision.Plan;

/// <summary>Reads our own FHIR extensions, which all stand under one canonical base.</summary>
public static class PlanExtensions
{
    /// <summary>The base of every extension URL of ours.</summary>
    public const string ExtensionBase = "https://cdshooks.example.org/fhir/StructureDefinition/";

    private static readonly string[] Parts = ["criterion", "input", "row", "card", "cards", "suggestion"];

    /// <summary>The base of every code system of ours.</summary>
    public const string CodeSystemBase = "https://cdshooks.example.org/fhir/CodeSystem/";

    /// <summary>Finds the first extension of ours with a name.</summary>
    /// <param name="element">The element that carries it; null for none.</param>
    /// <param name="name">The last part of the URL, or the bare name of a sub-extension.</param>
    /// <returns>The extension, or null where there is none.</returns>
    public static Extension? Named(this IExtendable? element, string name) => element?.Extension.Find(extension => IsNamed(extension, name));

    /// <summary>Collects the extensions of ours with a name, in order.</summary>
    /// <param name="element">The element that carries them; null for none.</param>
    /// <param name="name">The last part of the URL, or the bare name of a sub-extension.</param>
    /// <returns>The extensions; empty when there are none.</returns>
    public static IReadOnlyList<Extension> AllNamed(this IExtendable? element, string name) =>
        element?.Extension.FindAll(extension => IsNamed(extension, name)) ?? [];

    /// <summary>Gets the text of a sub-extension, e.g. a code or a canonical.</summary>
    /// <param name="element">The element that carries the sub-extension.</param>
    /// <param name="name">Its name.</param>
    /// <returns>The text, or null when it is absent or no text.</returns>
    public static string? Text(this IExtendable? element, string name) => element.Named(name)?.Value.AsText();

    /// <summary>Gets the code that an action has of one of our code systems.</summary>
    /// <param name="action">The action.</param>
    /// <param name="system">The last part of the system's URL: <c>plan-part</c> or <c>criterion-kind</c>.</param>
    /// <returns>The first such code; null where there is none.</returns>
    public static string? CodeOf(this PlanDefinition.ActionComponent action, string system)
    {
        return action.Code.SelectMany(concept => concept.Coding).FirstOrDefault(coding =>
            coding.System is { } url && url.StartsWith(CodeSystemBase, StringComparison.Ordinal)
            && url.AsSpan(CodeSystemBase.Length).SequenceEqual(system))?.Code;
    }

    /// <summary>Finds the source that a citation names: the plan's own <c>relatedArtifact</c> with the same label, where the citation says no more than that.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="cited">An entry of <c>action.documentation</c>.</param>
    /// <returns>The plan's entry; the citation itself where it has a text or an address of its own, or where the plan has no such entry.</returns>
    public static RelatedArtifact SourceOf(this PlanDefinition plan, RelatedArtifact cited)
    {
        return cited is { Citation: null, Url: null, Label: { } label }
            ? plan.RelatedArtifact.Find(source => string.Equals(source.Label, label, StringComparison.Ordinal)) ?? cited
            : cited;
    }

    /// <summary>Reads a value that is text: a string, a code, a canonical or anything else that JSON holds as a string.</summary>
    /// <param name="value">The value; null for none.</param>
    /// <returns>The text, or null for a value of another kind.</returns>
    public static string? AsText(this DataType? value) => (value as PrimitiveType)?.JsonValue as string;

    /// <summary>Reads a value that is a number, whole or not.</summary>
    /// <param name="value">The value; null for none.</param>
    /// <returns>The number, or null for a value of another kind.</returns>
    public static decimal? AsNumber(this DataType? value) => (value as PrimitiveType)?.JsonValue switch
    {
        int number => number,
        decimal number => number,
        _ => null,
    };

    /// <summary>Reads a value that is true or false.</summary>
    /// <param name="value">The value; null for none.</param>
    /// <returns>The flag, or null for a value of another kind.</returns>
    public static bool? AsFlag(this DataType? value) => (value as PrimitiveType)?.JsonValue as bool?;

    /// <summary>Finds the extension in which an action or an input holds its part of the rules: settings, conditions, texts.</summary>
    /// <param name="element">An action or an input; or already such a part, or one of its sub-extensions, which stands for itself.</param>
    /// <returns>The part; null where the element has none.</returns>
    public static Extension? Part(this IExtendable? element) => element as Extension ?? element?.Extension.Find(extension => Parts.Any(part => IsNamed(extension, part)));

    private static bool IsNamed(Extension extension, string name) =>
        extension.Url is { } url
        && (string.Equals(url, name, StringComparison.Ordinal)
            || (url.Length == ExtensionBase.Length + name.Length
                && url.StartsWith(ExtensionBase, StringComparison.Ordinal)
                && url.EndsWith(name, StringComparison.Ordinal)));
}
