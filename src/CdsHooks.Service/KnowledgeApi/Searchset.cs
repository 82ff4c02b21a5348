namespace CdsHooks.Service.KnowledgeApi;

/// <summary>Writes one page of a search's matches.</summary>
internal static class Searchset
{
    public static ReadOnlyMemory<byte> Write(string type, IReadOnlyList<LibraryItem> items, LibrarySearch search)
    {
        List<LibraryItem> matches = [.. items.Where(search.Matches)];
        List<LibraryItem> page = [.. matches.Skip(search.Offset).Take(search.Count)];
        var next = search.Offset + page.Count;
        return FhirJson.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("resourceType"u8, "Bundle"u8);
            writer.WriteString("type"u8, "searchset"u8);
            writer.WriteNumber("total"u8, matches.Count);
            writer.WriteStartArray("link"u8);
            WriteLink("self", search.Offset);
            if (page.Count > 0 && next < matches.Count)
            {
                WriteLink("next", next);
            }

            writer.WriteEndArray();
            if (page.Count > 0)
            {
                writer.WriteStartArray("entry"u8);
                page.ForEach(WriteEntry);
                writer.WriteEndArray();
            }

            writer.WriteEndObject();

            void WriteLink(string relation, int offset)
            {
                writer.WriteStartObject();
                writer.WriteString("relation"u8, relation);
                writer.WriteString("url"u8, type + search.ToQuery(offset));
                writer.WriteEndObject();
            }

            void WriteEntry(LibraryItem item)
            {
                writer.WriteStartObject();
                if (item.Url.Length > 0)
                {
                    writer.WriteString("fullUrl"u8, item.Url);
                }

                writer.WritePropertyName("resource"u8);
                writer.WriteRawValue(item.Json.Span, skipInputValidation: true);
                writer.WriteStartObject("search"u8);
                writer.WriteString("mode"u8, "match"u8);
                writer.WriteEndObject();
                writer.WriteEndObject();
            }
        });
    }
}
