using System.Security.Cryptography;
using System.Text;
using CdsHooks.Fhir;

namespace CdsHooks.Service.KnowledgeApi;

/// <summary>One resource of the knowledge, as it is sent.</summary>
internal sealed class LibraryItem
{
    private readonly FhirResource _resource;
    private readonly Lazy<(byte[] Json, string ETag)> _sent;

    /// <summary>Initializes a new instance of the <see cref="LibraryItem"/> class.</summary>
    /// <param name="resource">The resource; has an id.</param>
    public LibraryItem(FhirResource resource)
    {
        _resource = resource;
        _sent = new(() =>
        {
            var json = Encoding.UTF8.GetBytes(resource.Root.Json.GetRawText());
            return (json, $"W/\"{Convert.ToHexStringLower(SHA256.HashData(json).AsSpan(0, 8))}\"");
        });
    }

    /// <summary>Gets the resource.</summary>
    public FhirResource Resource => _resource;

    public string Id => _resource.Id!;

    /// <summary>Gets the canonical URL; empty when it has none.</summary>
    public string Url => Text("url") ?? string.Empty;

    /// <summary>Gets the resource byte for byte as its file has it.</summary>
    public ReadOnlyMemory<byte> Json => _sent.Value.Json;

    /// <summary>Gets the entity tag: a hash of the bytes, weak as FHIR asks.</summary>
    public string ETag => _sent.Value.ETag;

    /// <summary>Gets a text of the resource's root; null when there is none.</summary>
    public string? Text(string name) => _resource.Root[Encoding.UTF8.GetBytes(name)].AsString();
}
