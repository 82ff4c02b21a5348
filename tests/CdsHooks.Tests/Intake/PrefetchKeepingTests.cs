using CdsHooks.Decision.Evidence;
using Xunit;

namespace CdsHooks.Tests.Intake;

/// <summary>Which resources of a prefetched set are kept, and as what.</summary>
public sealed class PrefetchKeepingTests
{
    [Theory]
    [InlineData("""{"resourceType":"Observation","code":{"coding":[{"code":"M54.50"}]}}""", true)]
    [InlineData("""{"code":{"coding":[{"code":"x"},{"code":"M54.50"}]},"resourceType":"Observation"}""", true)]
    [InlineData("""{"resourceType":"Observation","component":[{"valueCodeableConcept":{"coding":[{"code":"M54.50"}]}}]}""", true)]
    [InlineData("""{"resourceType":"Observation","contained":[{"resourceType":"Medication","code":{"coding":[{"code":"M54.50"}]}}]}""", true)]
    [InlineData("""{"resourceType":"Observation","item":[{"linkId":"q1"}]}""", true)]
    [InlineData("""{"resourceType":"Observation","code":{"coding":[{"code":"\u004d54\u002e50"}]}}""", true)]
    [InlineData("""{"resourceType":"Observation","code":{"coding":[{"c\u006fde":"M54.50"}]}}""", true)]
    [InlineData("""{"resourceType":"Observation","code":{"coding":[{"code":"\ud800"}]}}""", true)]
    [InlineData("""{"resourceType":"Observation","code":{"coding":[{"code":"mg\/dL"}]}}""", false)]
    [InlineData("""{"resourceType":"Observation","code":{"coding":[{"code":"x"}]}}""", false)]
    [InlineData("""{"resourceType":"Observation","code":{"coding":[{"code":null}]},"type":"x"}""", false)]
    [InlineData("""{"resourceType":"Observation","code":{"coding":[{"code":5}]}}""", true)]
    [InlineData("""{"resourceType":"Observation","code":{"coding":[{"code":["x"]}]}}""", true)]
    [InlineData("""{"resourceType":"Observation","code":{"coding":["x"]}}""", true)]
    [InlineData("""{"resourceType":"Observation","code":{"coding":[null]}}""", true)]
    [InlineData("""{"resourceType":"Observation","code":{"coding":[{"code":{"value":"x"}}]}}""", true)]
    [InlineData("""{"resourceType":"Observation","code":{"text":"x"},"valueCodeableConcept":"x"}""", true)]
    [InlineData("""{"resourceType":"Observation","code":{"text":"x"},"component":"x"}""", true)]
    [InlineData("""{"resourceType":"Observation","code":{"text":"x"},"component":[{"code":"x"}]}""", true)]
    [InlineData("""{"resourceType":"Observation","code":{"text":"x"},"component":[{"code":{"text":"x"}}]}""", false)]
    [InlineData("""{"resourceType":"Observation","code":{"text":"x"},"hasMember":["x"]}""", true)]
    [InlineData("""{"resourceType":"Observation","code":{"text":"x"},"contained":[{"resourceType":"Observation","code":{"text":"x"}}]}""", false)]
    [InlineData("""{"resourceType":"Observation","code":{"coding":"x"}}""", true)]
    [InlineData("""{"resourceType":"Observation","code":"x"}""", true)]
    [InlineData("""{"resourceType":"Observation","code":{"text":"M54.50"},"id":"M54.50"}""", false)]
    public void A_resource_is_of_use_for_a_code_that_the_rules_know_or_cannot_read(string observation, bool isUsed)
    {
        var set = Some.Prefetch($$"""{"observations":{{Some.Bundle(Some.Entry(observation))}}}""").Of("observations");

        Assert.Equal(1, set.Retrieval.Count);
        Assert.Equal(isUsed ? [observation] : [], set.Used().Select(raw => raw.Text()), StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("""{"coding":[{"system":"http://hl7.org/fhir/sid/icd-10-cm","code":"Z99"}]}""", false)]
    [InlineData("""{"coding":[{"code":"Z99","system":"http://hl7.org/fhir/sid/icd-10-cm"}]}""", false)]
    [InlineData("""{"coding":[{"system":"http://hl7.org/fhir/sid/icd-10-cm","display":"x","code":"Z99"}]}""", false)]
    [InlineData("""{"coding":[{"system":"urn:x","code":"Z99"},{"system":"http://hl7.org/fhir/sid/icd-10-cm","code":"Z99"}]}""", false)]
    [InlineData("""{"text":"x"}""", true)]
    [InlineData("""{"coding":[{"system":"urn:x","code":"Z99"}]}""", true)]
    [InlineData("""{"coding":[{"system":"http://hl7.org/fhir/sid/icd-10-cm","code":" "}]}""", true)]
    [InlineData("""{"coding":[{"code":"Z99"},{"system":"http://hl7.org/fhir/sid/icd-10-cm"}]}""", true)]
    [InlineData("""{"coding":[{"system":"http://hl7.org/fhir/sid/icd-10-cm"},{"code":"Z99"}]}""", true)]
    [InlineData("""{"system":"http://hl7.org/fhir/sid/icd-10-cm","coding":[{"code":"Z99"}]}""", true)]
    public void A_diagnosis_is_of_use_where_no_one_coding_says_what_it_is(string code, bool isUsed)
    {
        var condition = $$"""{"resourceType":"Condition","code":{{code}},"bodySite":[{"coding":[{"system":"http://hl7.org/fhir/sid/icd-10-cm","code":"Z99"}]}]}""";

        var set = Some.Prefetch($$"""{"conditions":{{Some.Bundle(Some.Entry(condition))}}}""").Of("conditions");

        Assert.Equal(isUsed ? 1 : 0, set.Used().Count);
    }

    [Theory]
    [InlineData("""{"system":"http://hl7.org/fhir/sid/icd-10-cm","code":"M54.50"}""", true)]
    [InlineData("""{"system":"http:\/\/hl7.org\/fhir\/sid\/icd-10-cm","code":"M54.50"}""", true)]
    [InlineData("""{"system":"http://loinc.org","code":"M54.50"}""", false)]
    [InlineData("""{"system":"http://loinc.org", "code" : "M54.50"}""", false)]
    [InlineData("""{"system":"http://loinc.org","code":"\u004d54.50"}""", true)]
    [InlineData("""{"system":"http://loinc.org","version":"2","code":"M54.50"}""", true)]
    [InlineData("""{"code":"M54.50","system":"http://loinc.org"}""", true)]
    [InlineData("""{"system":"http://loinc.org"},{"code":"M54.50"}""", true)]
    [InlineData("""{"system":"http://loinc.org","code":"x"},{"system":"http://hl7.org/fhir/sid/icd-10-cm","code":"M54.50"}""", true)]
    [InlineData("""{"system":"http://loinc.org","linkId":"q1"}""", true)]
    [InlineData("""{"system":5,"code":"M54.50"}""", true)]
    [InlineData("""{"system":["http://loinc.org","code","M54.50"],"code":"M54.50"}""", true)]
    public void A_code_right_after_its_system_is_judged_with_it(string coding, bool isUsed)
    {
        var observation = $$$"""{"resourceType":"Observation","interpretation":[{"coding":[{{{coding}}}]}]}""";

        var set = Some.Prefetch($$"""{"observations":{{Some.Bundle(Some.Entry(observation))}}}""").Of("observations");

        Assert.Equal(isUsed, set.Used().Count is 1);
    }

    [Fact]
    public void Every_resource_of_a_kind_in_keep_all_is_of_use()
    {
        var bundle = Some.Bundle(Some.Entry("""{"resourceType":"Encounter"}"""), Some.Entry("""{"id":"2","resourceType":"Encounter"}"""));

        var set = Some.Prefetch($$"""{"encounters":{{bundle}},"conditions":{{Some.Condition("x")}}}""", EvidenceKind.Encounter);

        Assert.Equal(2, set.Of("encounters").Used().Count);
        Assert.Empty(set.Of("conditions").Used());
    }

    [Fact]
    public void What_came_along_is_kept_when_it_may_matter_and_not_counted()
    {
        var bundle = Some.Bundle(
            Some.Entry("""{"resourceType":"MedicationRequest","medicationReference":{"reference":"Medication/1"}}"""),
            Some.Entry("""{"resourceType":"Medication","id":"1"}""", "include"),
            Some.Entry("""{"resourceType":"Practitioner","id":"2"}""", "include"),
            Some.Entry("""{"resourceType":"PractitionerRole","code":[{"coding":[{"code":"M54.50"}]}]}""", "include"),
            Some.Entry("""{"resourceType":"Organization","id":"3"}""", "include"),
            Some.Entry("""{"resourceType":"Patient","id":"p1"}""", "include"));

        var sets = Some.Prefetch($$"""{"medicationRequests":{{bundle}}}""", EvidenceKind.MedicationRequest);

        Assert.Equal(1, sets.Of("medicationRequests").Retrieval.Count);
        Assert.Equal(5, sets.Of("medicationRequests").Used().Count);
        Assert.Equal(RetrievalOutcome.NotRequested, sets.Of("patient").Retrieval.Outcome);
    }

    [Fact]
    public void Companions_under_a_key_of_their_own_are_kept_with_the_patient()
    {
        var sets = Some.Prefetch($$"""{"drugs":{{Some.Bundle(Some.Entry("""{"resourceType":"Medication","id":"1"}"""))}}}""");

        Assert.Equal(RetrievalOutcome.NotRequested, sets.Of("patient").Retrieval.Outcome);
        Assert.Single(sets.Of("patient").Used());
    }

    [Fact]
    public void Unexpected_evidence_is_kept_with_the_set_it_came_in()
    {
        var sets = Some.Prefetch($$"""{"observations":{{Some.Bundle(Some.Entry("""{"resourceType":"Observation"}"""), Some.Entry(Some.Condition()))}}}""");

        Assert.Equal((RetrievalOutcome.Prefetched, 1), (sets.Of("observations").Retrieval.Outcome, sets.Of("observations").Retrieval.Count));
        Assert.Equal(Some.Condition(), Assert.Single(sets.Of("observations").Used()).Text());
    }

    [Theory]
    [InlineData("\"https://ehr.example/fhir/Condition/c1\"", "https://ehr.example/fhir/Condition/c1")]
    [InlineData("\"https:\\/\\/ehr.example\\/c\\u0031\"", "https://ehr.example/c1")]
    [InlineData("\"\\ud800\"", null)]
    [InlineData("5", null)]
    [InlineData("{\"a\":[]}", null)]
    public void The_full_url_is_read_wherever_it_is(string json, string? expected)
    {
        var first = $$"""{"fullUrl":{{json}},"resource":{{Some.Condition()}}}""";
        var last = $$"""{"response":{"status":"200"},"resource":{{Some.Condition()}},"fullUrl":{{json}}}""";

        var set = Some.Prefetch($$"""{"conditions":{{Some.Bundle(first, last)}}}""").Of("conditions");

        Assert.Equal([expected, expected], set.Used().Select(raw => raw.FullUrl), StringComparer.Ordinal);
    }

    [Fact]
    public void A_resource_is_kept_to_the_byte_wherever_prefetch_is()
    {
        const string Odd = """{ "id" : "ü€😀" , "resourceType":"Condition" , "code" : {"coding":[ {"code":"M54.50"} ] } }""";
        var prefetch = $$""" { "conditions" : {"entry" : [ {"resource" :  {{Odd}} } ], "resourceType" : "Bundle" } } """;

        var behind = Some.PrefetchOf(Some.Request(prefetch));
        var before = Some.PrefetchOf("{\"prefetch\":" + prefetch + "," + Some.Request()[1..]);

        Assert.Equal(Odd, Assert.Single(behind.Of("conditions").Used()).Text());
        Assert.Equal(Odd, Assert.Single(before.Of("conditions").Used()).Text());
    }
}
