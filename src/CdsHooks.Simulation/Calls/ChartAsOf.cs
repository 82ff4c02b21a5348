using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CdsHooks.Decision.Evidence;

namespace CdsHooks.Simulation.Calls;

/// <summary>Takes a chart back to the day of a call: what was written later is left out, and what ended later is still going on.</summary>
internal static class ChartAsOf
{
    private static readonly string[] Periods = ["period", "performedPeriod", "effectivePeriod"];

    /// <summary>The status of something that was still going on, by type, where the status that it has now says that it is over.</summary>
    private static readonly Dictionary<string, string> Ongoing = new(StringComparer.Ordinal)
    {
        ["Procedure"] = "in-progress",
        ["Encounter"] = "in-progress",
        ["MedicationStatement"] = "active",
        ["CarePlan"] = "active",
    };

    /// <summary>Takes the sets of a chart back to a call.</summary>
    /// <param name="sets">The sets as exported.</param>
    /// <param name="call">The call.</param>
    /// <returns>The sets, with the same retrieval; resources that did not change are shared.</returns>
    public static IReadOnlyList<EvidenceSet> Of(IReadOnlyList<EvidenceSet> sets, SimulatedCall call)
    {
        var named = NamedBy(call);
        return [.. sets.Select(set => set.Retrieval.Kind is EvidenceKind.Patient || set.Resources.Count is 0 ? set : set with { Resources = [.. set.Resources.Select(raw => Of(raw, call, named)).OfType<RawResource>()] })];
    }

    private static RawResource? Of(RawResource raw, SimulatedCall call, HashSet<string> named)
    {
        if (raw.IsUnused)
        {
            return raw;
        }

        var facts = ResourceFacts.Of(raw.Json.Span);
        if (IsSource(raw, facts, call) || IsDoneFor(raw, facts, call))
        {
            return null;
        }

        if (facts.Dates.IsAfter(call) && !named.Contains(facts.Reference))
        {
            // A diagnosis that was written down later may still be the reason of an earlier record.
            return raw.Kind is EvidenceKind.Condition ? raw.AsUnused() : null;
        }

        return facts.Dates.EndsAfter(call) ? raw.With(StillGoingOn(raw.Json)) : raw;
    }

    /// <summary>Lists the resources that the orders themselves name as their reason: they were known, whatever their dates.</summary>
    private static HashSet<string> NamedBy(SimulatedCall call)
    {
        HashSet<string> named = new(StringComparer.Ordinal);
        foreach (var draft in call.Drafts)
        {
            using var json = JsonDocument.Parse(draft.Resource.Json);
            named.UnionWith(json.RootElement.References("reasonReference"));
        }

        return named;
    }

    /// <summary>Determines whether the orders of the call were made of a resource. One without an id may be any of its type that has none.</summary>
    private static bool IsSource(RawResource raw, ResourceFacts facts, SimulatedCall call) =>
        call.Sources.Contains(facts.Reference, StringComparer.Ordinal)
        && (facts.Reference.Length > 0 || raw.Kind == (call.Origin is CallOrigin.Procedure ? EvidenceKind.Procedure : EvidenceKind.ServiceRequest));

    /// <summary>Determines whether a procedure carries out the orders of the call.</summary>
    private static bool IsDoneFor(RawResource raw, ResourceFacts facts, SimulatedCall call) =>
        raw.Kind is EvidenceKind.Procedure && facts.BasedOn.Any(reference => call.Sources.Contains(reference, StringComparer.Ordinal));

    private static ReadOnlyMemory<byte> StillGoingOn(ReadOnlyMemory<byte> json)
    {
        try
        {
            return Encoding.UTF8.GetBytes(StillGoingOn((JsonObject)JsonNode.Parse(json.Span)!).ToJsonString());
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
        {
            // A name that stands twice, or text that is not valid Unicode: the engine reports the resource as unreadable.
            return json;
        }
    }

    private static JsonObject StillGoingOn(JsonObject resource)
    {
        var type = resource["resourceType"]!.GetValue<string>();
        foreach (var period in Periods)
        {
            (resource[period] as JsonObject)?.Remove("end");
        }

        if (type is "Condition")
        {
            foreach (var name in resource.Select(member => member.Key).Where(name => name.StartsWith("abatement", StringComparison.Ordinal)).ToList())
            {
                resource.Remove(name);
            }

            // Without a status, the diagnosis counts as it did then.
            resource.Remove("clinicalStatus");
        }
        else if (Ongoing.TryGetValue(type, out var ongoing) && resource["status"]?.GetValueKind() is JsonValueKind.String && resource["status"]!.GetValue<string>() is "completed" or "finished" or "stopped" or "revoked")
        {
            resource["status"] = ongoing;
        }

        return resource;
    }
}
