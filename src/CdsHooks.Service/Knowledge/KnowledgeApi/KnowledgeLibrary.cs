using System.Collections.Frozen;
using System.Runtime.CompilerServices;
using CdsHooks.Decision.Plan;

namespace CdsHooks.Service.Knowledge.KnowledgeApi;

/// <summary>The knowledge by resource type and id. Site parameters are left out, since Parameters has no REST endpoint in FHIR.</summary>
internal sealed class KnowledgeLibrary
{
    private static readonly ConditionalWeakTable<KnowledgeFiles, KnowledgeLibrary> Libraries = [];

    private readonly FrozenDictionary<string, IReadOnlyList<LibraryItem>> _byType;
    private readonly Lazy<ReadOnlyMemory<byte>> _capabilities;

    private KnowledgeLibrary(KnowledgeFiles knowledge)
    {
        _byType = knowledge.Resources
            .Where(resource => resource is { ResourceType: not "Parameters", Id: not null })
            .GroupBy(resource => resource.ResourceType, StringComparer.Ordinal)
            .ToFrozenDictionary(
                type => type.Key,
                IReadOnlyList<LibraryItem> (type) => [.. type.Select(resource => new LibraryItem(resource)).OrderBy(item => item.Id, StringComparer.Ordinal)],
                StringComparer.Ordinal);
        _capabilities = new(() => FhirJson.Write(KnowledgeApi.Capabilities.Of(this)));
    }

    /// <summary>Gets the library of a knowledge folder, created on first use.</summary>
    /// <param name="knowledge">The knowledge.</param>
    public static KnowledgeLibrary Of(KnowledgeFiles knowledge) => Libraries.GetValue(knowledge, known => new KnowledgeLibrary(known));

    /// <summary>Gets the CapabilityStatement as FHIR JSON.</summary>
    public ReadOnlyMemory<byte> Capabilities => _capabilities.Value;

    /// <summary>Gets the resource types, in alphabetical order.</summary>
    public IEnumerable<string> Types => _byType.Keys.Order(StringComparer.Ordinal);

    /// <summary>Gets the date of the newest resource, as a FHIR date.</summary>
    public string Date => _byType.Values.SelectMany(items => items).Select(item => item.Text("date")).Max(StringComparer.Ordinal) ?? "2026-01-01";

    /// <summary>Lists the resources of a type, ordered by id; null when there are none.</summary>
    public IReadOnlyList<LibraryItem>? OfType(string type) => _byType.GetValueOrDefault(type);
}
