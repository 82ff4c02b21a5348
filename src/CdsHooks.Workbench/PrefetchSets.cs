using System.Text.Json.Nodes;

namespace CdsHooks.Workbench;

/// <summary>The forms in which a data set stands in a prefetch: whole, cut off, without records, or failed.</summary>
internal static class PrefetchSets
{
    /// <summary>The address of the page that a set which is cut off does not have.</summary>
    public const string NextPage = "https://ehr.example.org/fhir/next";

    /// <summary>Makes a set without records.</summary>
    public static JsonObject Empty() => new() { ["resourceType"] = "Bundle", ["type"] = "searchset", ["total"] = 0 };

    /// <summary>Makes what stands in the place of a set that could not be had.</summary>
    /// <param name="code">The code of the issue.</param>
    public static JsonObject Failure(string code = "timeout") => new()
    {
        ["resourceType"] = "OperationOutcome",
        ["issue"] = new JsonArray(new JsonObject { ["severity"] = "error", ["code"] = code }),
    };

    /// <summary>Cuts a set off: it says that there is another page.</summary>
    public static void Cut(JsonObject bundle) => bundle["link"] = new JsonArray(new JsonObject { ["relation"] = "next", ["url"] = NextPage });

    /// <summary>Adds a record to a set.</summary>
    /// <param name="bundle">The set.</param>
    /// <param name="resource">The record, which belongs to no other object.</param>
    public static void Add(JsonObject bundle, JsonNode resource)
    {
        bundle.Remove("total");
        if (bundle["entry"] is not JsonArray entries)
        {
            bundle["entry"] = entries = [];
        }

        entries.Add(new JsonObject { ["resource"] = resource });
    }
}
