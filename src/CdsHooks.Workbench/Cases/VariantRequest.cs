using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using CdsHooks.Decision.Evidence;

namespace CdsHooks.Workbench.Cases;

/// <summary>Derives a variant's request from its case's request.</summary>
internal sealed class VariantRequest
{
    private readonly JsonObject _request;
    private readonly JsonObject _prefetch;
    private readonly InvalidInputException _noPrefetch;

    private VariantRequest(JsonObject request, string shown)
    {
        _request = request;
        _noPrefetch = new InvalidInputException($"{shown}: $.prefetch must be an object with a Bundle for every data set that a variant changes.");
        _prefetch = request["prefetch"] as JsonObject ?? throw _noPrefetch;
    }

    /// <summary>Applies a variant's changes in this order: the merge patch, emptied data sets, added resources, lost data sets.</summary>
    /// <param name="request">The case's request.</param>
    /// <param name="variant">The variant.</param>
    /// <param name="shown">The request's name in messages.</param>
    /// <exception cref="WorkbenchException">The request lacks a data set that the variant changes.</exception>
    public static ReadOnlyMemory<byte> Of(ReadOnlyMemory<byte> request, CaseVariant variant, string shown)
    {
        var json = Parse(request, shown);
        if (variant.Change is { } change)
        {
            MergePatch.Apply(json, change);
        }

        var derived = new VariantRequest(json, shown);
        foreach (var key in variant.Removed)
        {
            derived._prefetch[key] = PrefetchSets.Empty();
        }

        derived.Add(variant.Added);
        foreach (var (key, how) in variant.Lost)
        {
            derived.Lose(key, how);
        }

        return JsonSerializer.SerializeToUtf8Bytes(derived._request, CaseJson.Default.JsonObject);
    }

    private static JsonObject Parse(ReadOnlyMemory<byte> request, string shown)
    {
        try
        {
            return JsonNode.Parse(request.Span) as JsonObject ?? throw new InvalidInputException($"{shown} is not a JSON object.");
        }
        catch (JsonException)
        {
            throw new InvalidInputException($"{shown} is not JSON.");
        }
    }

    private void Add(IReadOnlyList<JsonObject> resources)
    {
        var key = string.Empty;
        for (var index = 0; index < resources.Count; index++)
        {
            var resource = (JsonObject)resources[index].DeepClone();
            var type = (string?)resource["resourceType"];
            var own = PrefetchKeys.All.FirstOrDefault(entry => string.Equals(entry.ResourceType, type, StringComparison.Ordinal)).Key;
            if (own is not null)
            {
                // A resource without its own data set joins the set of the resource before it.
                key = own;
                resource.TryAdd(type is "AllergyIntolerance" ? "patient" : "subject", new JsonObject { ["reference"] = $"Patient/{_request["context"]?["patientId"]}" });
            }

            resource.TryAdd("id", $"added-{index + 1}");
            PrefetchSets.Add(Bundle(key), resource);
        }
    }

    private void Lose(string key, string how)
    {
        switch (how)
        {
            case "absent":
                _prefetch.Remove(key);
                break;
            case "truncated":
                PrefetchSets.Cut(Bundle(key));
                break;
            default:
                _prefetch[key] = PrefetchSets.Failure();
                break;
        }
    }

    private JsonObject Bundle(string key) => _prefetch[key] as JsonObject ?? throw _noPrefetch;
}

/// <summary>Generated serialization of JSON nodes.</summary>
[JsonSerializable(typeof(JsonObject))]
internal sealed partial class CaseJson : JsonSerializerContext;
