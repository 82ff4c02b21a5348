using System.Text.Json;
using System.Text.Json.Nodes;
using CdsHooks.Fhir;
using Hl7.Fhir.Model;
using Hl7.Fhir.Serialization;

namespace CdsHooks.Tests.Simulation.Views;

/// <summary>The resources of one chart as a lake has them, contained ones on their own; keys tell them from those of other charts.</summary>
internal sealed class LakeChart
{
    private static readonly FhirJsonDeserializer Deserializer = new(new DeserializerSettings().UsingMode(DeserializationMode.SyntaxOnly));

    private readonly Dictionary<string, string> _references = new(StringComparer.Ordinal);

    /// <summary>Reads a chart.</summary>
    /// <param name="name">The name that tells it from others.</param>
    /// <param name="resources">The resources, with the URL of each in its Bundle.</param>
    /// <param name="known">The resources that were read before, by their JSON: many charts have the same.</param>
    public LakeChart(string name, IEnumerable<(JsonObject Resource, string? FullUrl)> resources, Dictionary<string, Resource?> known)
    {
        Name = name;
        foreach (var (json, fullUrl) in resources)
        {
            if (ResourceOf(json, known) is { } resource)
            {
                var reference = $"{resource.TypeName}/{resource.Id}";
                Resources.Add((reference, null, resource));
                if (fullUrl is not null && !(ReferenceKey.TryParse(fullUrl, out var url) && string.Equals(reference, $"{url.Type}/{url.Id}", StringComparison.Ordinal)))
                {
                    _references[fullUrl] = reference;
                }

                Resources.AddRange((resource as DomainResource)?.Contained.Where(inner => inner?.Id is not null).Select(inner => ($"{reference}#{inner.Id}", (string?)reference, inner)) ?? []);
            }
        }
    }

    /// <summary>Gets the name that tells the chart from others.</summary>
    public string Name { get; }

    /// <summary>Gets the resources with their keys, which are references; a contained one with the reference to what contains it.</summary>
    public List<(string Key, string? Container, Resource Resource)> Resources { get; } = [];

    /// <summary>Gets a value indicating whether every reference means the same in another chart.</summary>
    public bool IsPlain => _references.Count == 0;

    /// <summary>Makes the chart of a request: what was prefetched, and the orders.</summary>
    public static LakeChart Of(string name, ReadOnlyMemory<byte> request, Dictionary<string, Resource?> known)
    {
        var root = (JsonObject)JsonNode.Parse(request.Span)!;
        var sets = (root["prefetch"] as JsonObject ?? []).Select(set => set.Value).Append(root["context"]?["draftOrders"]).OfType<JsonObject>();
        return new LakeChart(name, sets.SelectMany(EntriesOf), known);
    }

    /// <summary>Gets the key of what a resource refers to; null for what is not in a lake.</summary>
    /// <param name="reference">The reference.</param>
    /// <param name="owner">The reference to the resource that has it.</param>
    /// <param name="type">The type that is asked for; null for any.</param>
    public string? KeyOf(string? reference, string? owner, string? type)
    {
        if (reference is ['#', .. var id])
        {
            var key = $"{owner}#{id}";
            return Resources.Exists(resource => string.Equals(resource.Key, key, StringComparison.Ordinal) && IsAsked(resource.Resource.TypeName)) ? key : null;
        }

        return reference is not null && _references.TryGetValue(reference, out var known) && ReferenceKey.TryParse(known, out var local) && IsAsked(local.Type) ? known
            : ReferenceKey.TryParse(reference, out var target) && IsAsked(target.Type) ? $"{target.Type}/{target.Id}"
            : null;

        bool IsAsked(string found) => type is null || string.Equals(found, type, StringComparison.Ordinal);
    }

    private static IEnumerable<(JsonObject Resource, string? FullUrl)> EntriesOf(JsonObject set) => set["resourceType"]?.ToString() is "Bundle"
        ? (set["entry"] as JsonArray ?? []).OfType<JsonObject>().Where(entry => entry["resource"] is JsonObject).Select(entry => ((JsonObject)entry["resource"]!, entry["fullUrl"]?.ToString()))
        : [(set, null)];

    /// <summary>Reads a resource as far as it is FHIR; null for one that is none.</summary>
    private static Resource? ResourceOf(JsonObject json, Dictionary<string, Resource?> known)
    {
        var text = json.ToJsonString();
        if (!known.TryGetValue(text, out var resource))
        {
            var reader = new Utf8JsonReader(System.Text.Encoding.UTF8.GetBytes(text));
            Deserializer.TryDeserializeResource(ref reader, out resource, out _);
            known[text] = resource;
        }

        return resource;
    }
}
