using System.Buffers;
using System.Text;
using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Evidence;
using CdsHooks.Decision.Hooks;
using Xunit;

namespace CdsHooks.Tests.Hooks;

public sealed class AssessmentJsonTests
{
    [Fact]
    public void An_assessment_has_the_agreed_shape_and_no_empty_values()
    {
        var day = new DateOnly(2026, 6, 1);
        var assessment = new Assessment(
            "https://cdshooks.example.org/fhir/PlanDefinition/lumbar-fusion|1.0.0",
            "seed",
            new AssessmentClock(day, day.AddDays(3)),
            [
                new Finding("instability", CriterionResult.Unknown, Reason.Borderline, [new EvidenceItem("Observation/obs-7", "2026-04-20", "3.5 mm at L4-L5")]),
                new Finding("physical-therapy", CriterionResult.NotMet, Reason.NotDocumented, [new EvidenceItem("", null, "")]),
                new Finding("fusion-order", CriterionResult.Met, Reason.Documented, [new EvidenceItem("", null, "Fusion <L4>"), new EvidenceItem("", "", "")]),
            ],
            [new Retrieval("observations", EvidenceKind.Observation, RetrievalOutcome.Prefetched, 12)])
        {
            LeftOut = new LeftOut(OtherPatient: 1, Future: 0, Diagnoses: 2),
        };
        var output = new ArrayBufferWriter<byte>();

        CdsResponseWriter.Write(output, card: null, assessment);

        Assert.Equal(
            """
            {"cards":[],"extension":{"example.cdshooks.assessment":{
            "plan":"https://cdshooks.example.org/fhir/PlanDefinition/lumbar-fusion|1.0.0","profile":"seed","asOf":"2026-06-01","criteria":[
            {"id":"instability","result":"unknown","reason":"borderline","evidence":[{"reference":"Observation/obs-7","date":"2026-04-20","text":"3.5 mm at L4-L5"}]},
            {"id":"physical-therapy","result":"not-met","reason":"not-documented"},
            {"id":"fusion-order","result":"met","reason":"documented","evidence":[{"text":"Fusion \u003CL4\u003E"}]}],
            "retrieval":[{"key":"observations","outcome":"prefetched","count":12}],"leftOut":{"otherPatient":1,"future":0,"uncodedConditions":2,"uncodedObservations":0,"uncodedProcedures":0}}}}
            """.ReplaceLineEndings(""),
            Encoding.UTF8.GetString(output.WrittenSpan));
    }

    [Fact]
    public void Nothing_to_say_is_an_empty_list_of_cards()
    {
        var output = new ArrayBufferWriter<byte>();

        CdsResponseWriter.Write(output, card: null, assessment: null);

        Assert.Equal("{\"cards\":[]}", Encoding.UTF8.GetString(output.WrittenSpan));
        Assert.Equal("{\"cards\":[]}", Encoding.UTF8.GetString(CdsResponseWriter.Silence.Span));
    }

    [Fact]
    public void Every_outcome_has_its_code()
    {
        Assert.Equal(
            ["not-requested", "prefetched", "fetched", "empty", "truncated", "forbidden", "timed-out", "failed", "unparseable"],
            Enum.GetValues<RetrievalOutcome>().Select(AssessmentJson.ToCode),
            StringComparer.Ordinal);
        Assert.Throws<IndexOutOfRangeException>(() => ((RetrievalOutcome)99).ToCode());
    }
}
