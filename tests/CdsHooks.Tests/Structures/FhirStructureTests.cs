using CdsHooks.Service.Tests.Infrastructure;
using Xunit;

namespace CdsHooks.Tests.Structures;

/// <summary>The check of structure must see what it is for: every kind of issue has a resource that has it, seen at its place.</summary>
public sealed class FhirStructureTests
{
    private const string Active = """{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/condition-clinical","code":"active"}]}""";

    [Theory]
    [InlineData("""{"resourceType":"Observation","status":"final","code":{"text":"x"},"subject":{"reference":"Patient/1"}}""")]
    [InlineData("""{"resourceType":"Observation","status":"final","code":{"text":"x"},"subject":{"display":"x"}}""")]
    [InlineData("""{"resourceType":"Observation","status":"final","code":{"text":"x"},"subject":{"reference":"https://ehr.example/fhir/Patient/1"}}""")]
    [InlineData("""{"resourceType":"ValueSet","status":"active"}""")]
    public void A_sound_resource_passes(string json) => FhirStructure.AssertSound(json);

    [Theory]
    [InlineData("{", "$: This is not JSON.")]
    [InlineData("""{"status":"final"}""", ": JSON103 ")]
    [InlineData("""{"resourceType":"Observatory"}""", "$this: PVAL130 ")]
    [InlineData("""{"resourceType":"Observation","status":["final"],"code":{"text":"x"}}""", "Observation.status[1]: PVAL127 ")]
    [InlineData("""{"resourceType":"Observation","status":"final","code":{"coding":{"code":"x"}}}""", "Observation.code.coding[0]: PVAL127 ")]
    [InlineData("""{"resourceType":"Observation","status":"final","code":"x"}""", "Observation.code: JSON131 ")]
    [InlineData("""{"resourceType":"Observation","status":"final","code":{"text":"x"},"valueQuantity":{"value":"5"}}""", "Observation.value.value: PVAL123 ")]
    [InlineData("""{"resourceType":"Observation","status":"final"}""", "$this.code: PVAL105 ")]
    [InlineData("""{"resourceType":"Observation","status":"final","code":{"text":"x"},"valueQuanity":{"value":5}}""", "Observation.value: PVAL101 ")]
    [InlineData("""{"resourceType":"Observation","status":"final","code":{"text":"x"},"colour":"red"}""", "Observation.colour: PVAL128 ")]
    [InlineData("""{"resourceType":"Observation","status":"final","code":{"text":"x"},"valueString":"x","valueInteger":1}""", "Observation: JSON129 ")]
    [InlineData("""{"resourceType":"Observation","status":"done","code":{"text":"x"}}""", "Observation.status: PVAL116 ")]
    [InlineData("""{"resourceType":"Patient","name":[]}""", "Patient.name[0]: JSON121 ")]
    [InlineData("""{"resourceType":"Patient","name":[null]}""", "Patient.name[1]: PVAL104 ")]
    [InlineData("""{"resourceType":"Patient","birthDate":"1970-02-30"}""", "Patient.birthDate: PVAL124 ")]
    [InlineData("""{"resourceType":"Patient","id":"a b"}""", "Patient.id: PVAL124 ")]
    [InlineData("""{"resourceType":"Patient","text":{"status":"generated","div":"<b>x</b>"}}""", "Patient.text.div: PVAL115 ")]
    public void What_is_no_JSON_of_FHIR_is_seen(string json, string expected) => AssertSeen(json, expected);

    [Theory]
    [InlineData($$"""{"resourceType":"Condition","subject":{"reference":"Patient/1"},"clinicalStatus":{{Active}},"abatementDateTime":"2026"}""", "Condition: 1012 Instance failed constraint con-4")]
    [InlineData("""{"resourceType":"Observation","status":"final","code":{"text":"x"},"valueInteger":5,"dataAbsentReason":{"text":"x"}}""", "Observation: 1012 Instance failed constraint obs-6")]
    [InlineData("""{"resourceType":"ServiceRequest","status":"draft","intent":"order","subject":{"reference":"Patient/1"},"orderDetail":[{"text":"x"}]}""", "ServiceRequest: 1012 Instance failed constraint prr-1")]
    [InlineData("""{"resourceType":"ValueSet","status":"active","name":"a b"}""", "ValueSet: 1013 Instance failed constraint vsd-0")]
    [InlineData("""{"resourceType":"Bundle","type":"collection","total":1}""", "Bundle: 1012 Instance failed constraint bdl-1")]
    [InlineData("""{"resourceType":"Bundle","type":"searchset","entry":[{"resource":{"resourceType":"Patient","id":"1"}}]}""", "Bundle: 1012 Instance failed constraint bdl-15")]
    public void A_broken_invariant_is_seen(string json, string expected) => AssertSeen(json, expected);

    [Theory]
    [InlineData("""{"resourceType":"Procedure","status":"completed","subject":{"reference":"Medication/1"}}""", "Medication: 1011 Referenced resource 'Medication/1'")]
    [InlineData("""{"resourceType":"Procedure","status":"completed","subject":{"reference":"https://ehr.example/fhir/Medication/1"}}""", "Medication: 1011 ")]
    [InlineData("""{"resourceType":"Procedure","status":"completed","subject":{"reference":"#m"},"contained":[{"resourceType":"Medication","id":"m"}]}""", "Procedure.contained[0]: 1011 ")]
    [InlineData("""{"resourceType":"Procedure","status":"completed","subject":{"reference":"#x"}}""", "Procedure.subject[0]: 1012 Instance failed constraint ref-1")]
    [InlineData("""{"resourceType":"Procedure","status":"completed","subject":{"reference":"Nonsense/1"}}""", "Procedure.subject[0]: 4005 ")]
    public void A_reference_to_what_may_not_be_there_is_seen(string json, string expected) => AssertSeen(json, expected);

    [Theory]
    [InlineData("""{"resourceType":"Condition","subject":{"reference":"Patient/1"},"clinicalStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/condition-clinical","code":"on"}]}}""", "Condition.clinicalStatus[0]: 6007 ")]
    [InlineData("""{"resourceType":"Patient","extension":[{"url":"https://unknown.example/x","valueString":"x"}]}""", "Patient.extension[0]: 4009 ")]
    [InlineData("""{"resourceType":"Patient","modifierExtension":[{"url":"https://unknown.example/x","valueString":"x"}]}""", "Patient.modifierExtension[0]: 4000 ")]
    [InlineData("""{"resourceType":"PlanDefinition","status":"active","action":[{"extension":[{"url":"https://cdshooks.example.org/fhir/StructureDefinition/criterion-reference","valueString":"age"}]}]}""", "PlanDefinition.action[0].extension[0].value[0]: 10")]
    [InlineData("""{"resourceType":"Patient","meta":{"profile":["https://unknown.example/p"]}}""", "Patient: 4000 ")]
    public void A_code_an_extension_or_a_profile_that_is_not_known_is_seen(string json, string expected) => AssertSeen(json, expected);

    [Theory]
    [InlineData("""{"resourceType":"Bundle","type":"collection","entry":[{"fullUrl":"https://a.example/fhir/Patient/1","resource":{"resourceType":"Patient","id":"1","gender":"f"}}]}""", "Bundle.entry[0].resource.gender: PVAL116 ")]
    [InlineData("""{"resourceType":"Bundle","type":"collection","entry":[{"fullUrl":"https://a.example/fhir/Patient/1","resource":{"resourceType":"Patient","id":"1","contact":[{}]}}]}""", "Bundle.entry[0].resource.contact[0]: JSON120 ")]
    [InlineData("""{"resourceType":"Bundle","type":"collection","entry":[{"fullUrl":"https://a.example/fhir/Patient/1","resource":{"resourceType":"Patient","id":"1","contact":[{"gender":"male"}]}}]}""", "Bundle.entry[0].resource[0].contact[0]: 1012 Instance failed constraint pat-1")]
    [InlineData("""{"resourceType":"Procedure","status":"completed","subject":{"reference":"#1"},"contained":[{"resourceType":"Patient","id":"1","gender":"f"}]}""", "Procedure.contained[0].gender: PVAL116 ")]
    [InlineData("""{"resourceType":"Procedure","status":"completed","subject":{"reference":"#1"},"contained":[{"resourceType":"Patient","id":"1","contact":[{"gender":"male"}]}]}""", "Procedure.contained[0].contact[0]: 1012 Instance failed constraint pat-1")]
    public void What_a_bundle_or_a_resource_holds_is_looked_at_as_well(string json, string expected) => AssertSeen(json, expected);

    private static void AssertSeen(string json, string expected) =>
        Assert.Contains(FhirStructure.Issues(json), issue => issue.StartsWith(expected, StringComparison.Ordinal));
}
