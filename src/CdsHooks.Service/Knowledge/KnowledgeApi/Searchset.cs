using System.Buffers;
using Hl7.Fhir.Model;

namespace CdsHooks.Service.Knowledge.KnowledgeApi;

/// <summary>Writes one page of matches: a Bundle into which the serialized entries are inserted.</summary>
internal static class Searchset
{
    /// <summary>Writes a page.</summary>
    /// <param name="type">The type searched.</param>
    /// <param name="items">Every resource of the type.</param>
    /// <param name="search">The search and its page.</param>
    /// <returns>The Bundle as FHIR JSON, byte for byte as the serializer would write it with its entries.</returns>
    public static ReadOnlyMemory<byte> Write(string type, IReadOnlyList<LibraryItem> items, LibrarySearch search)
    {
        List<LibraryItem> matches = [.. items.Where(search.Matches)];
        List<LibraryItem> page = [.. matches.Skip(search.Offset).Take(search.Count)];
        var next = search.Offset + page.Count;
        var bundle = FhirJson.Write(new Bundle
        {
            Type = Bundle.BundleType.Searchset,
            Total = matches.Count,
            Link = page.Count > 0 && next < matches.Count ? [Link("self", search.Offset), Link("next", next)] : [Link("self", search.Offset)],
        });
        return page.Count == 0 ? bundle : WithEntries(bundle.Span, page);

        Bundle.LinkComponent Link(string relation, int offset) => new() { Relation = relation, Url = type + search.ToQuery(offset) };
    }

    /// <summary>Inserts entries at the end of a Bundle without any: in FHIR they come after the links.</summary>
    private static ReadOnlyMemory<byte> WithEntries(ReadOnlySpan<byte> bundle, List<LibraryItem> page)
    {
        var end = "\n}"u8;
        var written = new ArrayBufferWriter<byte>(bundle.Length + 32 + page.Sum(item => item.Entry.Length + 2));
        written.Write(bundle[..^end.Length]);
        written.Write(",\n  \"entry\": ["u8);
        for (var index = 0; index < page.Count; index++)
        {
            written.Write(index == 0 ? "\n"u8 : ",\n"u8);
            written.Write(page[index].Entry.Span);
        }

        written.Write("\n  ]"u8);
        written.Write(end);
        return written.WrittenMemory;
    }
}
