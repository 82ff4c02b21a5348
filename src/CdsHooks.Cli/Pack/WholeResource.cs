using System.Text.Json;

namespace CdsHooks.Cli.Pack;

/// <summary>Reads whom a resource is about where that takes more than one plain reference: logical and contained references, several patients, and the keys of what others refer to.</summary>
internal static class WholeResource
{
    /// <summary>Reads one resource.</summary>
    /// <param name="resource">The resource, an object.</param>
    /// <param name="elements">The elements that name its patient; null for a type that is not about one.</param>
    /// <param name="facts">Receives owners and keys.</param>
    public static void Read(JsonElement resource, PatientElements? elements, ResourceFacts facts)
    {
        if (facts.Type is "Patient")
        {
            ReadPatient(resource, facts);
            return;
        }

        var names = 0;
        foreach (var path in elements?.Paths ?? [])
        {
            foreach (var reference in At(resource, path))
            {
                AddOwner(resource, reference, names++, facts);
            }
        }

        if (names == 0 && PatientElements.MayBeShared(facts.Type))
        {
            facts.SharedKeys.AddRange(Keys(resource, facts));
        }
    }

    private static void ReadPatient(JsonElement patient, ResourceFacts facts)
    {
        facts.IsLinked = patient.TryGetProperty("link", out var link) && link.ValueKind is JsonValueKind.Array && link.GetArrayLength() > 0;
        facts.IsInactive = patient.TryGetProperty("active", out var active) && active.ValueKind is JsonValueKind.False;
        if (facts.Id is { } id)
        {
            facts.Owners.Add(id);
            facts.PatientKeys.AddRange(Keys(patient, facts));
        }
    }

    // A reference that can be followed by its text is; the identifier beside it is asked only where there is none.
    private static void AddOwner(JsonElement resource, JsonElement element, int number, ResourceFacts facts)
    {
        if (Text(element, "reference") is { } reference)
        {
            if (reference.StartsWith('#') && Contained(resource, reference[1..]) is { } contained)
            {
                facts.OwnerKeys.AddRange(Identifiers(contained, "Patient").Select(key => (number, key)));
            }
            else if (LookupKey.OfReference(reference) is { } target)
            {
                if (target is { Type: "Patient", Id: { } id })
                {
                    AddOnce(facts.Owners, id);
                    return;
                }

                if (target.Id is not null)
                {
                    return;
                }

                facts.OwnerKeys.Add((number, target.Key));
            }
        }

        if (element.TryGetProperty("identifier", out var identifier) && Text(element, "type") is null or "Patient" && Identifier(identifier, "Patient") is { } key)
        {
            facts.OwnerKeys.Add((number, key));
        }
    }

    private static JsonElement? Contained(JsonElement resource, string id) => Items(resource, "contained")
        .Where(contained => Text(contained, "resourceType") is "Patient" && string.Equals(Text(contained, "id"), id, StringComparison.Ordinal))
        .Select(contained => (JsonElement?)contained)
        .FirstOrDefault();

    private static IEnumerable<string> Keys(JsonElement resource, ResourceFacts facts)
    {
        List<string> keys = [.. Identifiers(resource, facts.Type)];
        if (facts.Id is { } id)
        {
            keys.Add(LookupKey.OfId(facts.Type, id));
            keys.AddRange(LookupKey.OfUrnOf(id) is { } urn ? [urn] : []);
        }

        return keys.Distinct(StringComparer.Ordinal);
    }

    private static IEnumerable<string> Identifiers(JsonElement resource, string type) =>
        Items(resource, "identifier").Select(identifier => Identifier(identifier, type)).OfType<string>();

    private static string? Identifier(JsonElement identifier, string type) =>
        Text(identifier, "value") is { Length: > 0 } value ? LookupKey.OfIdentifier(type, Text(identifier, "system"), value) : null;

    private static IEnumerable<JsonElement> At(JsonElement element, ReadOnlyMemory<string> path)
    {
        if (path.IsEmpty)
        {
            return element.ValueKind is JsonValueKind.Object ? [element] : [];
        }

        return Items(element, path.Span[0]).SelectMany(item => At(item, path[1..]));
    }

    // FHIR writes an element that repeats as a list, and one that does not as an object.
    private static IEnumerable<JsonElement> Items(JsonElement element, string name)
    {
        if (element.ValueKind is JsonValueKind.Object && element.TryGetProperty(name, out var value))
        {
            if (value.ValueKind is not JsonValueKind.Array)
            {
                yield return value;
                yield break;
            }

            foreach (var item in value.EnumerateArray())
            {
                yield return item;
            }
        }
    }

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind is JsonValueKind.Object && element.TryGetProperty(name, out var text) && text.ValueKind is JsonValueKind.String ? text.GetString() : null;

    private static void AddOnce(List<string> list, string text)
    {
        if (!list.Contains(text, StringComparer.Ordinal))
        {
            list.Add(text);
        }
    }
}
