using System.Text.Json.Nodes;
using CdsHooks.Decision.Evidence;
using CdsHooks.Workbench;

namespace CdsHooks.Service.Pages.Sandbox;

/// <summary>The chart of a request, before and after its edits.</summary>
internal sealed class Chart
{
    private readonly Dictionary<string, JsonObject> _originals = new(StringComparer.Ordinal);

    private Chart(JsonObject request, IReadOnlyList<ChartSet> sets)
    {
        Request = request;
        Sets = sets;
    }

    /// <summary>Gets the request with the edits applied.</summary>
    public JsonObject Request { get; }

    /// <summary>Gets the data sets with their records, the patient excluded.</summary>
    public IReadOnlyList<ChartSet> Sets { get; private set; }

    /// <summary>Gets the edits that name a record or a data set that is not there.</summary>
    public IReadOnlyList<ChartEdit> Lost { get; private set; } = [];

    /// <summary>Gets the patient; null when the request carries none.</summary>
    public JsonObject? Patient => (Request["prefetch"] as JsonObject)?[PrefetchKeys.Patient] as JsonObject;

    /// <summary>Gets the name of the patient; of one whose name is not on file, the id.</summary>
    public string PatientName
    {
        get
        {
            var name = (Patient?["name"]).Objects().FirstOrDefault();
            var given = (name?["given"] as JsonArray ?? []).Select(part => part.Text());
            return string.Join(' ', given.Append(name?["family"].Text()).OfType<string>()) is { Length: > 0 } words ? words
                : PatientId is { Length: > 0 } id ? $"{id} (name not on file)" : "not on file";
        }
    }

    /// <summary>Gets the id of the patient.</summary>
    public string PatientId => (Request["context"] as JsonObject)?["patientId"].Text() ?? string.Empty;

    /// <summary>Applies edits to a request.</summary>
    /// <param name="request">The request, an object with an object <c>context</c>.</param>
    /// <param name="edits">The edits, in their order.</param>
    public static Chart Of(JsonObject request, IReadOnlyList<ChartEdit> edits)
    {
        Chart chart = new((JsonObject)request.DeepClone(), []);
        foreach (var (reference, record) in chart.Records())
        {
            chart._originals.TryAdd(reference, (JsonObject)record.DeepClone());
        }

        chart.Lost = [.. edits.Where(edit => !chart.TryApply(edit))];
        chart.Sets = [.. chart.ListSets(edits)];
        return chart;
    }

    /// <summary>Gets a record as it was before the edits; null when there was none.</summary>
    public JsonObject? Original(string reference) => _originals.GetValueOrDefault(reference);

    /// <summary>Makes the edit that turns the original of a record into another text.</summary>
    /// <returns>The edit; null when the record is not there, or stays as it was.</returns>
    public ChartEdit? EditOf(string reference, JsonObject changed) =>
        Original(reference) is { } original && MergePatch.Between(original, changed) is { Count: > 0 } patch
            ? new ChartEdit(ChartEditKind.Change, reference, patch.ToJsonString())
            : null;

    /// <summary>Finds a record as it is now; null when there is none.</summary>
    public JsonObject? Find(string reference) => Records().FirstOrDefault(record => string.Equals(record.Reference, reference, StringComparison.Ordinal)).Record;

    private JsonObject Prefetch
    {
        get
        {
            if (Request["prefetch"] is not JsonObject)
            {
                Request["prefetch"] = new JsonObject();
            }

            return (JsonObject)Request["prefetch"]!;
        }
    }

    private static JsonArray? EntriesOf(JsonNode? set) => (set as JsonObject)?["entry"] as JsonArray;

    private static string ReferenceOf(JsonObject resource) => $"{TextOf(resource["resourceType"])}/{TextOf(resource["id"])}";

    private static string TextOf(JsonNode? node) => node.Text() ?? string.Empty;

    private IEnumerable<(string Reference, JsonObject Record)> Records() =>
        Prefetch.SelectMany(set => EntriesOf(set.Value) ?? []).Select(entry => (entry as JsonObject)?["resource"]).OfType<JsonObject>().Select(record => (ReferenceOf(record), record));

    private bool TryApply(ChartEdit edit) => edit.Kind switch
    {
        ChartEditKind.Change => TryChange(edit),
        ChartEditKind.Remove => TryRemove(edit.Target),
        ChartEditKind.Add => TryAdd(StrictJson.Object(edit.Json)!),
        _ => TrySet(edit.Target, edit.Json),
    };

    private bool TryChange(ChartEdit edit)
    {
        if (Find(edit.Target) is not { } record)
        {
            return false;
        }

        MergePatch.Apply(record, StrictJson.Object(edit.Json)!);
        return true;
    }

    private bool TryRemove(string reference)
    {
        foreach (var entries in Prefetch.Select(set => EntriesOf(set.Value)).OfType<JsonArray>())
        {
            var entry = entries.FirstOrDefault(entry => (entry as JsonObject)?["resource"] is JsonObject resource && string.Equals(ReferenceOf(resource), reference, StringComparison.Ordinal));
            if (entry is not null)
            {
                (entries.Parent as JsonObject)?.Remove("total");
                return entries.Remove(entry);
            }
        }

        return false;
    }

    private bool TryAdd(JsonObject resource)
    {
        var type = TextOf(resource["resourceType"]);
        if (PrefetchKeys.All.FirstOrDefault(kind => string.Equals(kind.ResourceType, type, StringComparison.Ordinal)).Key is not { } key || key is PrefetchKeys.Patient)
        {
            return false;
        }

        resource.TryAdd(type is "AllergyIntolerance" ? "patient" : "subject", new JsonObject { ["reference"] = $"Patient/{PatientId}" });
        var bundle = Bundle(key);
        resource.TryAdd("id", $"added-{(EntriesOf(bundle)?.Count ?? 0) + 1}");
        PrefetchSets.Add(bundle, resource);
        return true;
    }

    private bool TrySet(string key, string state)
    {
        if (!PrefetchKeys.All.Any(kind => string.Equals(kind.Key, key, StringComparison.Ordinal)))
        {
            return false;
        }

        switch (state)
        {
            case SetState.Absent:
                return Prefetch.Remove(key);
            case SetState.Cut:
                PrefetchSets.Cut(Bundle(key));
                return true;
            case SetState.Empty:
                Prefetch[key] = PrefetchSets.Empty();
                return true;
            default:
                Prefetch[key] = PrefetchSets.Failure();
                return true;
        }
    }

    /// <summary>Gets the words for a set that does not arrive whole; null for one that does.</summary>
    private string? ArrivalOf(string key) => Prefetch[key] switch
    {
        null when !Prefetch.ContainsKey(key) => "not sent",
        JsonObject set when TextOf(set["resourceType"]) is "OperationOutcome" => "failed: what is on file is not known",
        JsonObject { } set when set["link"].Objects().Any(link => TextOf(link["relation"]) is "next") => "cut off: there is more",
        _ => null,
    };

    /// <summary>Gets a set; one without records where there is none.</summary>
    private JsonObject Bundle(string key)
    {
        if (Prefetch[key] is not JsonObject bundle)
        {
            Prefetch[key] = bundle = PrefetchSets.Empty();
        }

        return bundle;
    }

    private IEnumerable<ChartSet> ListSets(IReadOnlyList<ChartEdit> edits)
    {
        var changed = edits.Where(edit => edit.Kind is ChartEditKind.Change).Select(edit => edit.Target).ToHashSet(StringComparer.Ordinal);
        foreach (var (key, kind, _) in PrefetchKeys.All.Where(kind => kind.Kind is not EvidenceKind.Patient))
        {
            var state = edits.LastOrDefault(edit => edit.Kind is ChartEditKind.Set && string.Equals(edit.Target, key, StringComparison.Ordinal))?.Json;
            var records = (EntriesOf(Prefetch[key]) ?? [])
                .Select(entry => (entry as JsonObject)?["resource"]).OfType<JsonObject>()
                .Select(record => ChartRecord.Of(ReferenceOf(record), record, changed.Contains(ReferenceOf(record)), !_originals.ContainsKey(ReferenceOf(record))));
            yield return new ChartSet(key, kind, state, ArrivalOf(key), [.. records.OrderByDescending(record => record.Start ?? string.Empty, StringComparer.Ordinal)]);
        }
    }
}

/// <summary>A data set of a chart.</summary>
/// <param name="Key">The prefetch key.</param>
/// <param name="Kind">The kind of its records.</param>
/// <param name="State">The state that an edit gave it; null for none.</param>
/// <param name="Arrival">The words for a set that does not arrive whole; null for one that does.</param>
/// <param name="Records">The records, newest first.</param>
internal sealed record ChartSet(string Key, EvidenceKind Kind, string? State, string? Arrival, IReadOnlyList<ChartRecord> Records);
