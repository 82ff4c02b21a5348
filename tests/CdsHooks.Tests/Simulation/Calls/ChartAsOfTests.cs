using System.Globalization;
using System.Text.Json.Nodes;
using CdsHooks.Decision.Evidence;
using Xunit;
using static CdsHooks.Tests.Simulation.Calls.SomeChart;

namespace CdsHooks.Tests.Simulation.Calls;

/// <summary>The chart as it was on the day of the call.</summary>
public sealed class ChartAsOfTests
{
    private const string Day = "2025-03-02";
    private const string Before = "2025-03-01";
    private const string After = "2025-03-03";

    /// <summary>For each type, a resource that the rules read, with the element that says when it was written.</summary>
    public static TheoryData<string, string> Written { get; } = new()
    {
        { "recordedDate", """{"resourceType":"Condition","id":"x","code":{"coding":[{"system":"http://hl7.org/fhir/sid/icd-10-cm","code":"M43.16"}]}""" },
        { "issued", """{"resourceType":"Observation","id":"x","status":"final","effectiveDateTime":"2025-01-01","code":{"coding":[{"system":"http://loinc.org","code":"24971-4"}]}""" },
        { "issued", """{"resourceType":"DiagnosticReport","id":"x","status":"final","effectiveDateTime":"2025-01-01","code":{"coding":[{"system":"http://loinc.org","code":"24971-4"}]}""" },
        { "authoredOn", """{"resourceType":"MedicationRequest","id":"x","status":"active","intent":"order","medicationCodeableConcept":{"coding":[{"system":"http://www.nlm.nih.gov/research/umls/rxnorm","code":"5640"}]}""" },
        { "dateAsserted", """{"resourceType":"MedicationStatement","id":"x","status":"active","effectiveDateTime":"2025-01-01","medicationCodeableConcept":{"coding":[{"system":"http://www.nlm.nih.gov/research/umls/rxnorm","code":"5640"}]}""" },
        { "authoredOn", """{"resourceType":"ServiceRequest","id":"x","status":"active","intent":"order","code":{"coding":[{"system":"http://snomed.info/sct","code":"444831000124102"}]}""" },
        { "performedDateTime", """{"resourceType":"Procedure","id":"x","status":"completed","code":{"coding":[{"system":"http://www.ama-assn.org/go/cpt","code":"97110"}]}""" },
    };

    [Theory]
    [MemberData(nameof(Written))]
    public void What_was_written_after_the_day_is_no_evidence(string element, string resource)
    {
        ArgumentNullException.ThrowIfNull(resource);

        Assert.NotNull(Find(Order("o1", Day), $"{resource},\"{element}\":\"{Before}\"}}"));

        // What is ordered on the same day is part of the call.
        Assert.Equal(resource.Contains("ServiceRequest", StringComparison.Ordinal), Find(Order("o1", Day), $"{resource},\"{element}\":\"{Day}\"}}") is null);
        Assert.NotNull(Find(Order("o1", Day), $"{resource},\"{element}\":\"2025-03\"}}"));
        Assert.True(Find(Order("o1", Day), $"{resource},\"{element}\":\"{After}\"}}") is null or { Kind: EvidenceKind.Condition, IsUnused: true });
    }

    [Theory]
    [InlineData("2025-03-02T10:00:00Z", "2025-03-02T09:00:00Z", true)]
    [InlineData("2025-03-02T10:00:00Z", "2025-03-02T11:00:00Z", false)]
    [InlineData("2025-03-02T23:30:00-05:00", "2025-03-03T04:00:00Z", true)]
    [InlineData("2025-03-02T10:00:00Z", "2025-03-02", true)]
    [InlineData("2025-03-02", "2025-03-02T23:00:00Z", true)]
    [InlineData("2025-03-02", "2025-03-02T22:00:00-05:00", true)]
    [InlineData("2025-03-02", "2025-03-03T01:00:00-05:00", false)]
    public void Where_both_times_are_known_they_decide(string ordered, string issued, bool counts) =>
        Assert.Equal(counts, Find(Order("o1", ordered), $$"""{"resourceType":"Observation","id":"x","status":"final","effectiveDateTime":"2025-01-01","code":{"coding":[{"system":"http://loinc.org","code":"24971-4"}]},"issued":"{{issued}}"}""") is not null);

    [Fact]
    public void A_diagnosis_that_the_order_names_was_known() => Assert.False(Find(
        Order("o1", Day, more: ",\"reasonReference\":[{\"reference\":\"Condition/x\"}]"),
        $$"""{"resourceType":"Condition","id":"x","code":{"coding":[{"system":"http://hl7.org/fhir/sid/icd-10-cm","code":"M43.16"}]},"recordedDate":"{{After}}"}""")!.IsUnused);

    [Fact]
    public void What_was_recorded_on_the_evening_of_the_day_decides() => Assert.Equal(
        Judge(Birth, Order("o1", Day), Slip("2025-03-02T22:00:00Z"))!.Calls.Single().Judgements.Values.Single().Choice!.Row.Id,
        Judge(Birth, Order("o1", Day), Slip("2025-03-02T22:00:00-05:00"))!.Calls.Single().Judgements.Values.Single().Choice!.Row.Id);

    [Fact]
    public void Without_an_id_the_order_is_no_evidence_and_a_diagnosis_is()
    {
        var chart = AsOf(Order("o1", Day).Replace("\"id\":\"o1\",", string.Empty, StringComparison.Ordinal), Slip(Before).Replace("\"id\":\"x\",", string.Empty, StringComparison.Ordinal));

        Assert.Equal(EvidenceKind.Condition, Assert.Single(chart).Kind);
        Assert.False(chart[0].IsUnused);
    }

    [Fact]
    public void The_orders_of_the_call_are_no_evidence() => Assert.Null(Find(Order("x", Day)));

    [Fact]
    public void The_operation_for_the_order_is_no_evidence_even_without_a_day() =>
        Assert.Null(Find(Order("o1", Day), Operation("x", performed: null, more: ",\"basedOn\":[{\"reference\":\"ServiceRequest/o1\"}]")));

    [Theory]
    [InlineData("Procedure", "performedPeriod", "completed", "in-progress", "97110")]
    [InlineData("Encounter", "period", "finished", "in-progress", null)]
    [InlineData("CarePlan", "period", "completed", "active", null)]
    [InlineData("MedicationStatement", "effectivePeriod", "completed", "active", null)]
    public void What_ended_after_the_day_was_going_on(string type, string period, string status, string then, string? code)
    {
        var coded = type switch
        {
            "Procedure" => $",\"code\":{{\"coding\":[{{\"system\":\"{Cpt}\",\"code\":\"{code}\"}}]}}",
            "MedicationStatement" => ",\"medicationCodeableConcept\":{\"coding\":[{\"system\":\"http://www.nlm.nih.gov/research/umls/rxnorm\",\"code\":\"5640\"}]}",
            "Encounter" => ",\"type\":[{\"coding\":[{\"system\":\"http://www.ama-assn.org/go/cpt\",\"code\":\"97110\"}]}]",
            _ => ",\"category\":[{\"coding\":[{\"system\":\"http://snomed.info/sct\",\"code\":\"91251008\"}]}]",
        };
        string Of(string end) => $$"""{"resourceType":"{{type}}","id":"x","status":"{{status}}"{{coded}},"{{period}}":{"start":"2025-01-01","end":"{{end}}"} }""";

        Assert.Equal((status, Before), Shown(Find(Order("o1", Day), Of(Before))!, period));
        Assert.Equal((then, null), Shown(Find(Order("o1", Day), Of(After))!, period));
    }

    [Fact]
    public void A_diagnosis_that_was_resolved_later_was_active()
    {
        var then = Find(Order("o1", Day), $$"""{"resourceType":"Condition","id":"x","clinicalStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/condition-clinical","code":"resolved"}]},"code":{"coding":[{"system":"http://hl7.org/fhir/sid/icd-10-cm","code":"M43.16"}]},"recordedDate":"2024-01-01","abatementDateTime":"{{After}}"}""")!;

        var json = (JsonObject)JsonNode.Parse(then.Json.Span)!;
        Assert.False(json.ContainsKey("clinicalStatus"));
        Assert.False(json.ContainsKey("abatementDateTime"));
    }

    [Fact]
    public void A_resource_with_a_name_that_stands_twice_is_left_as_it_is() => Assert.NotNull(Find(
        Order("o1", Day),
        $$"""{"resourceType":"Procedure","id":"x","status":"completed","status":"completed","code":{"coding":[{"system":"{{Cpt}}","code":"97110"}]},"performedPeriod":{"start":"2025-01-01","end":"{{After}}"} }"""));

    [Fact]
    public void Results_after_the_order_change_nothing()
    {
        // 5 mm of translation would meet the criterion; on the day of the order it was not known.
        var film = string.Create(CultureInfo.InvariantCulture, $$"""{"resourceType":"Observation","id":"x","status":"final","effectiveDateTime":"{{After}}","code":{"coding":[{"system":"https://cdshooks.example.org/fhir/CodeSystem/lumbar-measurements","code":"sagittal-translation"}]},"valueQuantity":{"value":5,"unit":"mm","system":"http://unitsofmeasure.org","code":"mm"} }""");

        var with = Judge(Birth, Order("o1", Day), film)!.Calls.Single().Judgements[Rules];
        var without = Judge(Birth, Order("o1", Day))!.Calls.Single().Judgements[Rules];

        Assert.Equal(without.Assessment.Criteria.Select(finding => (finding.Id, finding.Result, finding.Reason)), with.Assessment.Criteria.Select(finding => (finding.Id, finding.Result, finding.Reason)));
    }

    private static (string? Status, string? End) Shown(RawResource raw, string period)
    {
        var json = (JsonObject)JsonNode.Parse(raw.Json.Span)!;
        return (json["status"]?.GetValue<string>(), json[period]?["end"]?.GetValue<string>());
    }

    /// <summary>Finds the resource with the id x in the chart as of the day.</summary>
    private static RawResource? Find(params string[] resources) =>
        AsOf([Birth, .. resources]).SingleOrDefault(raw => raw.Json.Span.IndexOf("\"id\":\"x\""u8) >= 0);

    private static string Slip(string recorded) =>
        $$"""{"resourceType":"Condition","id":"x","subject":{"reference":"Patient/p1"},"clinicalStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/condition-clinical","code":"active"}]},"code":{"coding":[{"system":"http://hl7.org/fhir/sid/icd-10-cm","code":"M43.16"}]},"recordedDate":"{{recorded}}"}""";
}
