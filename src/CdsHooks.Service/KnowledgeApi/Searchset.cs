using Hl7.Fhir.Model;

namespace CdsHooks.Service.KnowledgeApi;

/// <summary>Makes one page of a search's matches.</summary>
internal static class Searchset
{
    public static Bundle Of(string type, IReadOnlyList<LibraryItem> items, LibrarySearch search)
    {
        List<LibraryItem> matches = [.. items.Where(search.Matches)];
        List<LibraryItem> page = [.. matches.Skip(search.Offset).Take(search.Count)];
        var next = search.Offset + page.Count;
        return new Bundle
        {
            Type = Bundle.BundleType.Searchset,
            Total = matches.Count,
            Link = page.Count > 0 && next < matches.Count ? [Link("self", search.Offset), Link("next", next)] : [Link("self", search.Offset)],
            Entry = page.ConvertAll(EntryOf),
        };

        Bundle.LinkComponent Link(string relation, int offset) => new() { Relation = relation, Url = type + search.ToQuery(offset) };
    }

    private static Bundle.EntryComponent EntryOf(LibraryItem item) => new()
    {
        FullUrl = item.Text("url"),
        Resource = item.Resource,
        Search = new Bundle.SearchComponent { Mode = Bundle.SearchEntryMode.Match },
    };
}
