using System.Globalization;
using System.Text.Json;
using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Evidence;

namespace CdsHooks.Decision.Hooks;

/// <summary>Writes an assessment as JSON, in one form for responses, the command line and the workbench.</summary>
public static class AssessmentJson
{
    private static readonly string[] Outcomes = [.. Enum.GetNames<RetrievalOutcome>().Select(ReasonCodes.Kebab)];

    /// <summary>The name of the extension that carries an assessment at the root of a response.</summary>
    public const string ExtensionName = "example.cdshooks.assessment";

    /// <summary>Writes an assessment.</summary>
    /// <param name="writer">The writer, at a position where an object can begin.</param>
    /// <param name="assessment">
    /// The assessment. Members without a value are omitted, as CDS Hooks requires: a record without an id has no <c>reference</c>,
    /// an undated one no <c>date</c>, a criterion without records no <c>evidence</c>.
    /// </param>
    /// <param name="rulesVersion">The version of the rules, a hash of their files; null where it is not known.</param>
    public static void Write(Utf8JsonWriter writer, Assessment assessment, string? rulesVersion = null)
    {
        writer.WriteStartObject();
        writer.WriteString("plan"u8, assessment.Plan);
        writer.WriteString("profile"u8, assessment.SiteParameters);
        WriteUnlessEmpty(writer, "rulesVersion"u8, rulesVersion);
        writer.WriteString("asOf"u8, assessment.Clock.EvaluationDate.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        writer.WriteStartArray("criteria"u8);
        foreach (var finding in assessment.Criteria)
        {
            Write(writer, finding);
        }

        writer.WriteEndArray();
        writer.WriteStartArray("retrieval"u8);
        foreach (var retrieval in assessment.Retrieval)
        {
            Write(writer, retrieval);
        }

        writer.WriteEndArray();
        if (!assessment.LeftOut.IsNothing)
        {
            writer.WriteStartObject("leftOut"u8);
            writer.WriteNumber("otherPatient"u8, assessment.LeftOut.OtherPatient);
            writer.WriteNumber("future"u8, assessment.LeftOut.Future);
            writer.WriteNumber("uncodedConditions"u8, assessment.LeftOut.Diagnoses);
            writer.WriteNumber("uncodedObservations"u8, assessment.LeftOut.Observations);
            writer.WriteNumber("uncodedProcedures"u8, assessment.LeftOut.Procedures);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    /// <summary>Gets the wire code of a retrieval's outcome, in kebab case: <c>timed-out</c>.</summary>
    public static string ToCode(this RetrievalOutcome outcome) => Outcomes[(int)outcome];

    private static void Write(Utf8JsonWriter writer, Finding finding)
    {
        writer.WriteStartObject();
        writer.WriteString("id"u8, finding.Id);
        writer.WriteString("result"u8, finding.Result.ToCode());
        writer.WriteString("reason"u8, finding.Reason.ToCode());
        WriteEvidence(writer, [.. finding.Evidence.Where(HasContent)]);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, Retrieval retrieval)
    {
        writer.WriteStartObject();
        writer.WriteString("key"u8, retrieval.Key);
        writer.WriteString("outcome"u8, retrieval.Outcome.ToCode());
        writer.WriteNumber("count"u8, retrieval.Count);
        writer.WriteEndObject();
    }

    /// <summary>False for a record without id, date and text: CDS Hooks does not allow empty objects.</summary>
    private static bool HasContent(EvidenceItem item) => !string.IsNullOrEmpty(item.Reference) || !string.IsNullOrEmpty(item.Date) || !string.IsNullOrEmpty(item.Text);

    private static void WriteEvidence(Utf8JsonWriter writer, IReadOnlyList<EvidenceItem> evidence)
    {
        if (evidence.Count == 0)
        {
            return;
        }

        writer.WriteStartArray("evidence"u8);
        foreach (var item in evidence)
        {
            writer.WriteStartObject();
            WriteUnlessEmpty(writer, "reference"u8, item.Reference);
            WriteUnlessEmpty(writer, "date"u8, item.Date);
            WriteUnlessEmpty(writer, "text"u8, item.Text);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteUnlessEmpty(Utf8JsonWriter writer, ReadOnlySpan<byte> name, string? text)
    {
        if (!string.IsNullOrEmpty(text))
        {
            writer.WriteString(name, text);
        }
    }
}
