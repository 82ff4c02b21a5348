using CdsHooks.Fhir;

namespace CdsHooks.Decision.Rules;

/// <summary>Reads our own FHIR extensions, which all stand under one canonical base.</summary>
public static class PlanExtensions
{
    /// <summary>The base of every extension URL of ours.</summary>
    public const string ExtensionBase = "https://cdshooks.example.org/fhir/StructureDefinition/";

    /// <summary>The base of every code system of ours.</summary>
    public const string CodeSystemBase = "https://cdshooks.example.org/fhir/CodeSystem/";

    /// <summary>Finds the first extension of ours with a name.</summary>
    /// <param name="node">The element that carries it.</param>
    /// <param name="name">The last part of the URL, or the bare name of a sub-extension.</param>
    /// <returns>The extension, or a node that does not exist.</returns>
    public static FhirNode Extension(this FhirNode node, string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        foreach (var extension in node.Items("extension"u8))
        {
            if (IsNamed(extension, name))
            {
                return extension;
            }
        }

        return default;
    }

    /// <summary>Collects the extensions of ours with a name, in order.</summary>
    /// <param name="node">The element that carries them.</param>
    /// <param name="name">The last part of the URL, or the bare name of a sub-extension.</param>
    /// <returns>The extensions; empty when there are none.</returns>
    public static IReadOnlyList<FhirNode> Extensions(this FhirNode node, string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        List<FhirNode> found = [];
        foreach (var extension in node.Items("extension"u8))
        {
            if (IsNamed(extension, name))
            {
                found.Add(extension);
            }
        }

        return found;
    }

    /// <summary>Gets the <c>value[x]</c> of an extension, whatever its type.</summary>
    /// <param name="extension">The extension.</param>
    /// <returns>The value, or a node that does not exist.</returns>
    public static FhirNode Value(this FhirNode extension)
    {
        if (!extension.Exists || extension.Json.ValueKind is not System.Text.Json.JsonValueKind.Object)
        {
            return default;
        }

        foreach (var member in extension.Json.EnumerateObject())
        {
            if (member.Name.StartsWith("value", StringComparison.Ordinal))
            {
                return extension[System.Text.Encoding.UTF8.GetBytes(member.Name)];
            }
        }

        return default;
    }

    /// <summary>Gets the text of a sub-extension, e.g. a code or a canonical.</summary>
    /// <param name="node">The element that carries the sub-extension.</param>
    /// <param name="name">Its name.</param>
    /// <returns>The text, or null when it is absent or no text.</returns>
    public static string? Text(this FhirNode node, string name)
    {
        var value = node.Extension(name).Value();
        return value.Exists && value.Json.ValueKind is System.Text.Json.JsonValueKind.String ? value.AsString() : null;
    }

    private static bool IsNamed(FhirNode extension, string name)
    {
        var url = extension["url"u8].AsString();
        return url is not null
            && (string.Equals(url, name, StringComparison.Ordinal)
                || (url.Length == ExtensionBase.Length + name.Length
                    && url.StartsWith(ExtensionBase, StringComparison.Ordinal)
                    && url.EndsWith(name, StringComparison.Ordinal)));
    }
}
