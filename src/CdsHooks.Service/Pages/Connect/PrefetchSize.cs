using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using CdsHooks.Decision.Evidence;
using CdsHooks.Decision.Hooks;
using CdsHooks.Workbench;

namespace CdsHooks.Service.Pages.Connect;

/// <summary>A choice of prefetch templates.</summary>
/// <param name="Key">The key in the page's address.</param>
/// <param name="Name">The name for people.</param>
/// <param name="Words">One sentence on when to choose it.</param>
internal sealed record PrefetchSize(string Key, string Name, string Words)
{
    private const string Patient = "{{context.patientId}}";
    private const int FewKeys = 4;

    private static readonly PrefetchSize Few = new("shipped", "As shipped", "Four sets, so that an order for aspirin does not cost the EHR twelve searches. What is missing is read from the FHIR server once a fusion is ordered: the call must bring a token for it.");
    private static readonly PrefetchSize Full = new("full", "Full", "Everything that the rules read: for an EHR that gives no token for its FHIR server. What is neither sent nor read is unknown on the card.");
    private static readonly PrefetchSize Advertised = new("advertised", "As advertised", "What GET /cds-services of this instance says at the moment, for an EHR that reads it by itself.");

    public static IReadOnlyList<PrefetchSize> All { get; } = [Few, Full, Advertised];

    /// <summary>Finds a size; the first for an unknown key.</summary>
    public static PrefetchSize Find(string? key) => All.FirstOrDefault(size => string.Equals(size.Key, key, StringComparison.Ordinal)) ?? Few;

    /// <summary>Lists the templates, key and query, as a kind of EHR needs them.</summary>
    public IReadOnlyList<(string Key, string Template)> TemplatesFor(Ehr ehr, DiscoveryDocument discovery) =>
        ReferenceEquals(this, Advertised) ? AdvertisedBy(discovery)
        : [.. PrefetchKeys.All.Take(ReferenceEquals(this, Few) ? FewKeys : PrefetchKeys.All.Count).SelectMany(entry => TemplatesOf(entry.Key, entry.Kind, entry.ResourceType, ehr))];

    /// <summary>Writes templates as a kind of EHR takes them: JSON, or lines to type.</summary>
    public static string Write(IReadOnlyList<(string Key, string Template)> templates, Ehr ehr)
    {
        if (ehr.IsTyped)
        {
            var width = templates.Max(template => template.Key.Length) + 2;
            return string.Join('\n', templates.Select(template => template.Key.PadRight(width) + template.Template));
        }

        JsonObject json = [];
        foreach (var (key, template) in templates)
        {
            json[key] = template;
        }

        return JsonText.Indent(json);
    }

    /// <summary>Lists the templates of one kind: one for each search that the EHR demands. Sets are told apart by their resources, so any key will do.</summary>
    private static IEnumerable<(string Key, string Template)> TemplatesOf(string key, EvidenceKind kind, string type, Ehr ehr)
    {
        if (kind is EvidenceKind.Patient)
        {
            return [(key, $"{type}/{Patient}")];
        }

        // Without the codes of Observations: hundreds of them, which only the service's own searches name.
        return ehr.Behaviour.SearchesOf(kind, []).Select((search, index) => (index is 0 ? key : KeyOf(key, search), $"{type}?patient={Patient}{search}"));
    }

    private static string KeyOf(string key, string search) =>
        key + string.Concat(search[(search.IndexOf('=', StringComparison.Ordinal) + 1)..].Split('-').Select(part => part[..1].ToUpper(CultureInfo.InvariantCulture) + part[1..]));

    private static List<(string Key, string Template)> AdvertisedBy(DiscoveryDocument discovery)
    {
        using var json = JsonDocument.Parse(discovery.Bytes);
        return
        [
            .. json.RootElement.GetProperty("services"u8).EnumerateArray()
                .Where(service => service.TryGetProperty("prefetch"u8, out _))
                .SelectMany(service => service.GetProperty("prefetch"u8).EnumerateObject())
                .Select(template => (template.Name, template.Value.GetString()!))
                .Distinct(),
        ];
    }
}
