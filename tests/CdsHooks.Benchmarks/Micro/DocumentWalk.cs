using System.Runtime.InteropServices;
using System.Text.Json;
using CdsHooks.Fhir.Terminology;

namespace CdsHooks.Benchmarks.Micro;

/// <summary>Finds the resources that hold a known code in a parsed document: the design that was not taken, to compare with.</summary>
/// <param name="terminology">Says which codes the rules may know.</param>
internal sealed class DocumentWalk(TerminologyIndex terminology)
{
    private readonly List<JsonElement> _found = [];

    /// <summary>Goes over every entry of every Bundle.</summary>
    /// <param name="prefetch">The prefetch object.</param>
    /// <returns>The resources that may matter.</returns>
    public IReadOnlyList<JsonElement> Find(JsonElement prefetch)
    {
        foreach (var set in prefetch.EnumerateObject())
        {
            if (set.Value.ValueKind is not JsonValueKind.Object || !set.Value.TryGetProperty("entry"u8, out var entries))
            {
                _found.Add(set.Value);
                continue;
            }

            foreach (var entry in entries.EnumerateArray())
            {
                if (entry.TryGetProperty("resource"u8, out var resource) && HoldsKnownCode(resource))
                {
                    _found.Add(resource);
                }
            }
        }

        return _found;
    }

    private bool HoldsKnownCode(JsonElement element)
    {
        if (element.ValueKind is JsonValueKind.Object)
        {
            foreach (var property in element.EnumerateObject())
            {
                if (IsKnownCode(property) || HoldsKnownCode(property.Value))
                {
                    return true;
                }
            }
        }
        else if (element.ValueKind is JsonValueKind.Array)
        {
            foreach (var item in element.EnumerateArray())
            {
                if (HoldsKnownCode(item))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private bool IsKnownCode(JsonProperty property) =>
        property.Value.ValueKind is JsonValueKind.String
        && (property.NameEquals("code"u8) || property.NameEquals("linkId"u8))
        && terminology.MayKnow(JsonMarshal.GetRawUtf8Value(property.Value)[1..^1]);
}
