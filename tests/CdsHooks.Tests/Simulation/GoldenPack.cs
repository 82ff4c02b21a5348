using System.Text;
using System.Text.Json.Nodes;
using CdsHooks.Simulation.Shards;

namespace CdsHooks.Tests.Simulation;

/// <summary>Makes a pack of the charts of the golden cases: the orders of each as signed, and everything that is prefetched.</summary>
internal static class GoldenPack
{
    /// <summary>Writes a pack.</summary>
    /// <param name="folder">The folder, which exists and is empty.</param>
    /// <param name="cases">The folder of the golden cases.</param>
    /// <param name="shards">The number of shards.</param>
    /// <param name="copies">The number of patients that each case gives.</param>
    public static void Write(string folder, string cases, int shards, int copies = 1)
    {
        var charts = Directory.GetFiles(cases, "request.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .SelectMany(request => Enumerable.Range(0, copies).Select(copy => ChartOf(request, copy)))
            .OrderBy(chart => chart.Patient, StringComparer.Ordinal)
            .ToList();
        List<PackShard> written = [];
        for (var number = 0; number < shards; number++)
        {
            using var writer = new ShardWriter(folder, number, shards);
            foreach (var (patient, resources) in charts.Where(chart => ShardNumber.Of(chart.Patient, shards) == number))
            {
                resources.ForEach(resource => writer.Write(patient, Encoding.UTF8.GetBytes(resource.ToJsonString())));
            }

            written.Add(writer.Complete());
        }

        var types = charts.SelectMany(chart => chart.Resources).GroupBy(resource => resource["resourceType"]!.GetValue<string>(), StringComparer.Ordinal);
        PackManifestFile.Write(folder, PackManifest.Of(
            [.. types.OrderBy(type => type.Key, StringComparer.Ordinal).Select(type => new PackType(type.Key, type.Count(), IsComplete: true))], written));
    }

    private static (string Patient, List<JsonObject> Resources) ChartOf(string file, int copy)
    {
        var request = (JsonObject)JsonNode.Parse(File.ReadAllBytes(file))!;
        var own = request["context"]!["patientId"]!.GetValue<string>().Split('/')[^1];
        var patient = $"{Path.GetFileName(Path.GetDirectoryName(file))}-{copy}";
        var orders = EntriesOf(request["context"]!["draftOrders"]).ToList();
        orders.ForEach(order => order["status"] = "active");
        var prefetched = (request["prefetch"] as JsonObject ?? []).Select(set => set.Value).OfType<JsonObject>()
            .SelectMany(set => set["resourceType"]?.ToString() is "Bundle" ? EntriesOf(set) : [set]);
        return (patient, [.. orders.Concat(prefetched).Select(resource => Renamed(resource, own, patient))]);
    }

    private static IEnumerable<JsonObject> EntriesOf(JsonNode? bundle) => (bundle?["entry"] as JsonArray ?? []).Select(entry => entry?["resource"]).OfType<JsonObject>();

    private static JsonObject Renamed(JsonObject resource, string own, string patient)
    {
        var renamed = (JsonObject)JsonNode.Parse(resource.ToJsonString().Replace($"\"Patient/{own}\"", $"\"Patient/{patient}\"", StringComparison.Ordinal))!;
        if (renamed["resourceType"]?.ToString() is "Patient")
        {
            renamed["id"] = patient;
        }

        return renamed;
    }
}
