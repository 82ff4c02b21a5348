using System.Security.Cryptography;
using CdsHooks.Decision.Plan;
using Hl7.Fhir.Model;

namespace CdsHooks.Service.Knowledge.KnowledgeApi;

/// <summary>One resource of the knowledge with its serialized forms.</summary>
internal sealed class LibraryItem
{
    private readonly KnowledgeResource _resource;
    private readonly Lazy<(ReadOnlyMemory<byte> Json, string ETag)> _sent;
    private readonly Lazy<ReadOnlyMemory<byte>> _entry;

    /// <summary>Initializes a new instance of the <see cref="LibraryItem"/> class.</summary>
    /// <param name="resource">The resource; has an id, and must not change.</param>
    public LibraryItem(KnowledgeResource resource)
    {
        _resource = resource;

        // Serialized once, on first use: most resources are never requested, and the startup need not wait for them.
        _sent = new(() =>
        {
            var json = FhirJson.Write(resource.Resource);
            return (json, $"W/\"{Convert.ToHexStringLower(SHA256.HashData(json.Span).AsSpan(0, 8))}\"");
        });
        _entry = new(() => FhirJson.Write(
            new Bundle.EntryComponent
            {
                FullUrl = Text("url"),
                Resource = resource.Resource,
                Search = new Bundle.SearchComponent { Mode = Bundle.SearchEntryMode.Match },
            },
            indent: 4));
    }

    /// <summary>Gets the resource.</summary>
    public Resource Resource => _resource.Resource;

    public string Id => _resource.Id!;

    /// <summary>Gets the resource as FHIR JSON.</summary>
    public ReadOnlyMemory<byte> Json => _sent.Value.Json;

    /// <summary>Gets the entity tag: a hash of the bytes, weak as FHIR requires.</summary>
    public string ETag => _sent.Value.ETag;

    /// <summary>Gets the searchset entry of the resource as FHIR JSON, indented as in a Bundle.</summary>
    public ReadOnlyMemory<byte> Entry => _entry.Value;

    /// <summary>Gets a string element of the resource's root; null when absent.</summary>
    public string? Text(string name) => _resource.Text(name);
}
