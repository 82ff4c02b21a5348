using System.Security.Cryptography;
using CdsHooks.Decision.Plan;
using Hl7.Fhir.Model;

namespace CdsHooks.Service.Knowledge.KnowledgeApi;

/// <summary>One resource of the knowledge, as it is sent.</summary>
internal sealed class LibraryItem
{
    private readonly KnowledgeResource _resource;
    private readonly Lazy<(ReadOnlyMemory<byte> Json, string ETag)> _sent;
    private readonly Lazy<ReadOnlyMemory<byte>> _entry;

    /// <summary>Initializes a new instance of the <see cref="LibraryItem"/> class.</summary>
    /// <param name="resource">The resource; has an id, and does not change.</param>
    public LibraryItem(KnowledgeResource resource)
    {
        _resource = resource;

        // Written when it is first asked for, and once: most resources never are, and the start need not wait for them.
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

    /// <summary>Gets the entity tag: a hash of the bytes, weak as FHIR asks.</summary>
    public string ETag => _sent.Value.ETag;

    /// <summary>Gets the entry of a searchset with the resource, as FHIR JSON, each line as far to the right as it is in a Bundle.</summary>
    public ReadOnlyMemory<byte> Entry => _entry.Value;

    /// <summary>Gets a text of the resource's root; null when there is none.</summary>
    public string? Text(string name) => _resource.Text(name);
}
