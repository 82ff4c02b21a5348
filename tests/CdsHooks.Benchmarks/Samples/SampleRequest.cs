using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CdsHooks.Benchmarks.Samples;

/// <summary>Makes requests of about 150 kB: a golden case among the rest of a chart that has nothing to do with its rules, or everything.</summary>
/// <remarks>The same bytes every time. 50 conditions, 200 observations and 60 procedures, those of the case included.</remarks>
internal static class SampleRequest
{
    private const string Case = "v05-pt-exactly-six-weeks";

    // Escaped pluses in every time zone would be no EHR's JSON.
    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly (string Key, int Count, Func<int, string, JsonObject> Make)[] Padding =
    [
        ("conditions", 50, ChartPadding.Condition),
        ("observations", 200, ChartPadding.Observation),
        ("procedures", 60, ChartPadding.Procedure),
        ("medicationRequests", 6, ChartPadding.MedicationRequest),
    ];

    /// <summary>Makes the request of one form.</summary>
    /// <param name="form">What it is about.</param>
    /// <returns>The body, UTF-8 without a byte order mark.</returns>
    public static byte[] Build(SampleForm form)
    {
        var path = Path.Combine(Repository.Root, "tests", "cases", Case, "request.json");
        var request = JsonNode.Parse(File.ReadAllBytes(path))!.AsObject();
        var context = request["context"]!.AsObject();
        var patient = context["patientId"]!.GetValue<string>();
        Pad(request["prefetch"]!.AsObject(), patient, form);
        if (form is SampleForm.NotOurs or SampleForm.NotOursPrefetchFirst)
        {
            context["draftOrders"] = ChartPadding.DraftOrders(ChartPadding.KneeMri(patient));
        }
        else if (form is SampleForm.NotOursMedication)
        {
            context["draftOrders"] = ChartPadding.DraftOrders(ChartPadding.MedicationRequest(0, patient));
        }

        MoveToEnd(request, form is SampleForm.NotOursPrefetchFirst ? "context" : "prefetch");
        var body = JsonSerializer.SerializeToUtf8Bytes(request, Compact);
        if (form is SampleForm.OursAllRelevant)
        {
            RelevantChart.Check(body, Padding.Select(set => set.Key));
        }

        return body;
    }

    /// <summary>Writes every form to a folder.</summary>
    /// <param name="folder">The folder; made when it is not there.</param>
    public static void WriteAll(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var form in Enum.GetValues<SampleForm>())
        {
            var body = Build(form);
            var path = Path.Combine(folder, $"{JsonNamingPolicy.KebabCaseLower.ConvertName(form.ToString())}.json");
            File.WriteAllBytes(path, body);
            Console.WriteLine($"{path} {body.Length} bytes");
        }
    }

    private static void Pad(JsonObject prefetch, string patient, SampleForm form)
    {
        var isRelevant = form is SampleForm.OursAllRelevant;
        foreach (var (_, set) in prefetch.Where(member => form is SampleForm.OursNoEvidence or SampleForm.OursAllRelevant && member.Value?["entry"] is not null).ToList())
        {
            set!["entry"] = new JsonArray();
        }

        foreach (var (key, count, make) in Padding)
        {
            var set = prefetch[key]!;
            var entries = set["entry"]?.AsArray() ?? [];
            while (entries.Count < count)
            {
                // Searches answer newest first, so that what matters stands anywhere in between.
                entries.Insert(entries.Count * 7 % (entries.Count + 1), ChartPadding.Entry(isRelevant ? RelevantChart.Resource(key, entries.Count, patient) : make(entries.Count, patient)));
            }

            set["entry"] ??= entries;
            set["total"] = count;
        }
    }

    private static void MoveToEnd(JsonObject request, string member)
    {
        var value = request[member];
        request.Remove(member);
        request[member] = value;
    }
}
