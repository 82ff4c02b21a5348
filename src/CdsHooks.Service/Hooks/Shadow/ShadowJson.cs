using System.Buffers;
using System.Text;
using System.Text.Json;
using CdsHooks.Decision;
using CdsHooks.Service.Hooks.Decisions;
using CdsHooks.Service.Knowledge.Rules;

namespace CdsHooks.Service.Hooks.Shadow;

/// <summary>Writes the answer of the shadow rules for its column in the store: the parts of a decision that an export has, in the same form.</summary>
internal static class ShadowJson
{
    /// <summary>Too many calls waited to be judged.</summary>
    public const string Dropped = "dropped";

    /// <summary>The shadow rules could not judge the call.</summary>
    public const string Failed = "failed";

    /// <summary>No shadow rules could be used.</summary>
    public const string NoRules = "no-rules";

    /// <summary>Writes that a call was not judged.</summary>
    public static string Skipped(string reason) => $$"""{"skipped":"{{reason}}"}""";

    /// <summary>Writes that the shadow rules are about none of the orders.</summary>
    public static string NotCovered(CdsService service) => Write(writer =>
    {
        WriteRules(writer, service);
        writer.WriteString("row"u8, string.Empty);
        writer.WriteStartArray("criteria"u8);
        writer.WriteEndArray();
    });

    /// <summary>Writes a decision.</summary>
    /// <param name="service">The service with the shadow rules.</param>
    /// <param name="decision">Their decision.</param>
    /// <param name="lacking">The keys of the data sets that they need and did not get.</param>
    public static string Of(CdsService service, PlanDecision decision, IEnumerable<string> lacking) => Write(writer =>
    {
        WriteRules(writer, service);
        writer.WriteString("row"u8, decision.Row);
        if (decision.Card?.Source.Topic?.Code is { } kind)
        {
            writer.WriteString("cardKind"u8, kind);
        }

        writer.WritePropertyName("criteria"u8);
        writer.WriteRawValue(DecisionJson.Write<CriterionRecord>(DecisionExtract.CriteriaOf(decision.Assessment, service.Plan.Rules)));
        writer.WriteStartArray("lacking"u8);
        foreach (var key in lacking)
        {
            writer.WriteStringValue(key);
        }

        writer.WriteEndArray();
    });

    private static void WriteRules(Utf8JsonWriter writer, CdsService service)
    {
        writer.WriteString("plan"u8, service.Plan.Rules.Canonical);
        writer.WriteString("siteParameters"u8, service.Plan.Rules.SiteParameters);
        writer.WriteString("rulesVersion"u8, service.RulesVersion);
    }

    private static string Write(Action<Utf8JsonWriter> members)
    {
        ArrayBufferWriter<byte> json = new(4096);
        using (Utf8JsonWriter writer = new(json))
        {
            writer.WriteStartObject();
            members(writer);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(json.WrittenSpan);
    }
}
