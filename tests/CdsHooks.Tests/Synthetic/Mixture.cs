using System.Text.Json;
using System.Text.Json.Nodes;
using CdsHooks.Tests.Intake;

namespace CdsHooks.Tests.Synthetic;

/// <summary>A golden request whose sets can be added to and rearranged. Sets that were lost or never sent stay as they are.</summary>
internal sealed class Mixture
{
    private readonly JsonNode _request;
    private readonly Dictionary<string, List<JsonNode>> _sets = new(StringComparer.Ordinal);

    public Mixture(ReadOnlyMemory<byte> request)
    {
        _request = JsonNode.Parse(request.Span)!;
        PatientId = (string)_request["context"]!["patientId"]!;
        foreach (var (key, value) in _request["prefetch"] as JsonObject ?? [])
        {
            if (value is JsonObject bundle && (string?)bundle["resourceType"] is "Bundle")
            {
                var entries = bundle["entry"] as JsonArray ?? [];
                _sets[key] = [.. entries.OfType<JsonNode>()];
                entries.Clear();
            }
        }
    }

    public string PatientId { get; }

    /// <summary>Gets a value indicating whether two entries are one resource, so that its versions decide.</summary>
    public bool HasVersions => _sets.Values.SelectMany(set => set)
        .GroupBy(entry => $"{entry["resource"]?["resourceType"]}/{entry["resource"]?["id"]}", StringComparer.Ordinal)
        .Any(group => group.Count() > 1);

    public Mixture OfPatient(string patient)
    {
        _request["prefetch"]!["patient"] = JsonNode.Parse(patient);
        return this;
    }

    public Mixture With(IEnumerable<SyntheticResource> resources)
    {
        foreach (var resource in resources)
        {
            if (_sets.TryGetValue(resource.Key ?? "others", out var set))
            {
                set.Add(JsonNode.Parse(resource.Entry)!);
            }
            else if (resource.Key is null)
            {
                _sets["others"] = [JsonNode.Parse(resource.Entry)!];
            }
        }

        return this;
    }

    /// <summary>The entries of every set in another order.</summary>
    public Mixture Shuffled(Dice dice)
    {
        foreach (var set in _sets.Values)
        {
            for (var left = set.Count; left > 1; left--)
            {
                var other = dice.Next(left);
                (set[left - 1], set[other]) = (set[other], set[left - 1]);
            }
        }

        return this;
    }

    /// <summary>About a third of the entries a second time.</summary>
    public Mixture Doubled(Dice dice)
    {
        foreach (var set in _sets.Values)
        {
            set.AddRange([.. set.Where(_ => dice.Next(3) == 0).Select(entry => entry.DeepClone())]);
        }

        return this;
    }

    /// <summary>Part of every set under a key that is not ours, as a client sends further pages or everything at once.</summary>
    public Mixture Split(Dice dice)
    {
        List<JsonNode> rest = [];
        foreach (var set in _sets.Values)
        {
            var moved = set.Where(entry => (string?)entry["search"]?["mode"] is "match" && dice.Next(2) == 0).ToHashSet();
            set.RemoveAll(moved.Contains);
            rest.AddRange(moved);
        }

        _sets["everything"] = rest;
        return this;
    }

    /// <summary>Every resource as changed in one moment, as after an import.</summary>
    public Mixture Imported(string moment)
    {
        foreach (var resource in _sets.Values.SelectMany(set => set).Select(entry => entry["resource"]).OfType<JsonObject>())
        {
            if (resource["meta"] is JsonObject meta)
            {
                meta["lastUpdated"] = moment;
            }
            else if (resource["meta"] is null)
            {
                resource["meta"] = new JsonObject { ["lastUpdated"] = moment };
            }
        }

        return this;
    }

    /// <summary>The request, UTF-8. Once it is written the mixture is used up.</summary>
    public ReadOnlyMemory<byte> Request()
    {
        foreach (var (key, entries) in _sets)
        {
            var bundle = _request["prefetch"]![key] as JsonObject ?? new JsonObject { ["resourceType"] = "Bundle", ["type"] = "searchset" };
            var isCounted = bundle.ContainsKey("total") && bundle["total"] is JsonValue;
            bundle.Remove("entry");
            if (entries.Count > 0)
            {
                bundle["entry"] = new JsonArray([.. entries]);
            }

            if (isCounted)
            {
                bundle["total"] = entries.Count;
            }

            if (bundle.Parent is null)
            {
                _request["prefetch"]![key] = bundle;
            }
        }

        return JsonSerializer.SerializeToUtf8Bytes(_request);
    }
}
