using CdsHooks.Decision.Intake;
using Xunit;

namespace CdsHooks.Tests.Intake;

public sealed class ContextTests
{
    private const string Entry = "$.context.draftOrders.entry";

    public static TheoryData<string, string> Issues => new()
    {
        { "{}", "$.context.patientId" },
        { """{"patientId":5}""", "$.context.patientId" },
        { """{"patientId":null}""", "$.context.patientId" },
        { """{"patientId":" "}""", "$.context.patientId" },
        { """{"patientId":"Patient/"}""", "$.context.patientId" },
        { """{"patientId":"https://ehr.example/fhir/Patient/p1"}""", "$.context.patientId" },
        { """{"patientId":"Patient/p1/_history/2"}""", "$.context.patientId" },
        { """{"patientId":"urn:uuid:9b0fdb6e-5d3c-4d3c-9b6a-0242ac120002"}""", "$.context.patientId" },
        { """{"patientId":"\udc00"}""", "$.context.patientId" },
        { """{"patientId":"p1"}""", "$.context.userId" },
        { """{"patientId":"p1","userId":[]}""", "$.context.userId" },
        { """{"patientId":"p1","userId":""}""", "$.context.userId" },
        { """{"patientId":"p1","userId":"u","encounterId":7}""", "$.context.encounterId" },
        { """{"patientId":"p1","userId":"u","encounterId":"https://ehr.example/fhir/Encounter/e1"}""", "$.context.encounterId" },
        { """{"patientId":"p1","patientId":"p1"}""", "$.context.patientId" },
        { """{"patientId":"p1","userId":"u"}""", "$.context.draftOrders" },
        { Some.ContextWith("null"), "$.context.draftOrders" },
        { Some.ContextWith("[]"), "$.context.draftOrders" },
        { Some.ContextWith("{}"), "$.context.draftOrders" },
        { Some.ContextWith("""{"resourceType":"List"}"""), "$.context.draftOrders" },
        { Some.ContextWith("""{"resourceType":"Bundle","entry":{}}"""), Entry },
        { Some.ContextWith("""{"resourceType":"Bundle","entry":[5]}"""), $"{Entry}[0]" },
        { Some.ContextWith("""{"resourceType":"Bundle","entry":[{"resource":{}},null,{"resource":[]}]}"""), $"{Entry}[2].resource" },
        { Some.ContextWith("""{"resourceType":"Bundle","entry":[{},{"fullUrl":"urn:uuid:1"}]}"""), $"{Entry}[0].resource" },
        { Some.ContextWith("""{"resourceType":"Bundle","entry":[{"resource":"ServiceRequest"}]}"""), $"{Entry}[0].resource" },
        { Some.ContextWith(Order(""","subject":{"reference":"Patient/p2"}""")), $"{Entry}[0].resource.subject.reference" },
        { Some.ContextWith(Order(""","subject":{"reference":"https://ehr.example/fhir/Patient/p2/_history/1"}""")), $"{Entry}[0].resource.subject.reference" },
        { Some.ContextWith(Order(""","patient":{"reference":"Patient/P1"}""")), $"{Entry}[0].resource.patient.reference" },
    };

    [Theory]
    [MemberData(nameof(Issues))]
    public void An_issue_in_the_context_names_its_place(string context, string path)
    {
        var issue = Assert.Throws<HookRequestException>(() => Some.Read(Some.Request(context: context)));

        Assert.Equal(path, issue.JsonPath);
    }

    [Theory]
    [InlineData("")]
    [InlineData(""","subject":{"reference":"Patient/p1"}""")]
    [InlineData(""","subject":{"reference":"https://ehr.example/fhir/Patient/p1"}""")]
    [InlineData(""","subject":{"reference":"Patient/p1/_history/3"}""")]
    [InlineData(""","subject":{"identifier":{"value":"123"},"display":"X"}""")]
    [InlineData(""","subject":{"reference":"#contained"}""")]
    [InlineData(""","subject":{"reference":"urn:uuid:9b0fdb6e-5d3c-4d3c-9b6a-0242ac120002"}""")]
    [InlineData(""","subject":{"reference":"Group/p2"}""")]
    [InlineData(""","subject":{"reference":5}""")]
    [InlineData(""","subject":"Patient/p2" """)]
    public void An_order_that_names_no_other_patient_passes(string subject)
    {
        using var request = Some.Read(Some.Request(context: Some.ContextWith(Order(subject))));

        Assert.Single(request.Context.DraftOrders);
    }

    [Fact]
    public void An_entry_without_a_resource_leaves_those_beside_it_to_be_read()
    {
        var order = """{"resource":{"resourceType":"ServiceRequest","id":"o1"}}""";
        using var request = Some.Read(Some.Request(context: Some.ContextWith($$"""{"resourceType":"Bundle","entry":[{"fullUrl":"urn:uuid:1"},{},null,{"resource":null},{{order}}]}""")));

        Assert.Single(request.Context.DraftOrders);
    }

    [Fact]
    public void Prefixes_of_ids_are_stripped()
    {
        const string Context = """{"userId":"PractitionerRole/7","patientId":"Patient/p1","encounterId":"Encounter/e1","draftOrders":{"resourceType":"Bundle"}}""";
        using var request = Some.Read(Some.Request(context: Context));

        Assert.Equal("p1", request.Context.PatientId);
        Assert.Equal("e1", request.Context.EncounterId);
        Assert.Equal("PractitionerRole/7", request.Context.UserId);
    }

    [Theory]
    [InlineData("""{"resourceType":"Bundle"}""")]
    [InlineData("""{"resourceType":"Bundle","entry":null}""")]
    [InlineData("""{"entry":[],"resourceType":"Bundle","type":"collection"}""")]
    public void A_bundle_may_be_empty_and_need_not_have_a_type(string bundle)
    {
        using var request = Some.Read(Some.Request(context: Some.ContextWith(bundle)));

        Assert.Empty(request.Context.DraftOrders);
        Assert.Null(request.Context.EncounterId);
    }

    [Fact]
    public void Every_resource_of_the_bundle_is_kept_in_order()
    {
        var longId = new string('x', 200);
        var bundle = $$$"""
            {"resourceType":"Bundle","entry":[
              {"fullUrl":"urn:uuid:1","resource":{"resourceType":"Medication","id":"m"}},
              {"fullUrl":7,"resource":{"resourceType":"ServiceRequest","id":"{{{longId}}}","category":{"coding":{} } } },
              {"resource":{}}]}
            """;
        using var request = Some.Read(Some.Request(context: Some.ContextWith(bundle)));

        Assert.Equal(["Medication", "ServiceRequest", ""], request.Context.DraftOrders.Select(order => order.ResourceType), StringComparer.Ordinal);
        Assert.Equal(["urn:uuid:1", null, null], request.Context.DraftOrders.Select(order => order.Resource.FullUrl), StringComparer.Ordinal);
        Assert.Equal(longId, request.Context.DraftOrders[1].Resource.Read().Resource.Id);
    }

    [Theory]
    [InlineData("ServiceRequest/o1", "CDS Hooks has it so")]
    [InlineData("ServiceRequest/o1/_history/2", "a version")]
    [InlineData("https://ehr.example/fhir/ServiceRequest/o1", "an address")]
    [InlineData("https://proxy.example/r4/ServiceRequest/o1", "the address of another door to the same server")]
    [InlineData("o1", "a bare id")]
    [InlineData("urn:uuid:9b0fdb6e-5d3c-4d3c-9b6a-0242ac120002", "the entry's URN")]
    [InlineData("ServiceRequest/9b0fdb6e-5d3c-4d3c-9b6a-0242ac120002", "its end as an id")]
    [InlineData("9b0fdb6e-5d3c-4d3c-9b6a-0242ac120002", "its end alone")]
    public void Order_select_knows_its_order_under_every_name_that_clients_use(string selection, string why)
    {
        using var request = Some.Read(Select($"""["{selection}"]"""));

        Assert.True(request.Context.DraftOrders is [{ IsSelected: true }, { IsSelected: false }], why);
    }

    [Fact]
    public void An_order_is_known_by_the_address_of_its_entry_when_it_has_no_id()
    {
        const string Bundle = """{"resourceType":"Bundle","entry":[{"fullUrl":"https://ehr.example/fhir/ServiceRequest/x","resource":{"resourceType":"ServiceRequest"}},{"resource":{"resourceType":"ServiceRequest"}}]}""";
        using var request = Some.Read(Select("""["ServiceRequest/x"]""", Bundle));

        Assert.Equal([true, false], request.Context.DraftOrders.Select(order => order.IsSelected));
    }

    [Fact]
    public void A_selection_that_points_nowhere_is_passed_over_beside_one_that_does_not()
    {
        using var request = Some.Read(Select("""["ServiceRequest/gone","#o1","ServiceRequest/o2","ServiceRequest/o2"]"""));

        Assert.Equal([false, true], request.Context.DraftOrders.Select(order => order.IsSelected));
    }

    [Theory]
    [InlineData(null, "$.context.selections")]
    [InlineData("null", "$.context.selections")]
    [InlineData("\"ServiceRequest/o1\"", "$.context.selections")]
    [InlineData("{}", "$.context.selections")]
    [InlineData("[]", "$.context.selections")]
    [InlineData("[\"ServiceRequest/o1\",null]", "$.context.selections[1]")]
    [InlineData("[\"ServiceRequest/o1\",\"\"]", "$.context.selections[1]")]
    [InlineData("[{\"reference\":\"ServiceRequest/o1\"}]", "$.context.selections[0]")]
    [InlineData("[\"\\udc00\"]", "$.context.selections[0]")]
    [InlineData("[\"ServiceRequest/gone\"]", "$.context.selections")]
    [InlineData("[\"MedicationRequest/o1\"]", "$.context.selections")]
    [InlineData("[\"ServiceRequest/O1\"]", "$.context.selections")]
    [InlineData("[\"#o1\"]", "$.context.selections")]
    [InlineData("[\"ServiceRequest/\"]", "$.context.selections")]
    public void Order_select_that_selects_nothing_is_rejected(string? selections, string path)
    {
        var issue = Assert.Throws<HookRequestException>(() => Some.Read(Select(selections)));

        Assert.Equal(path, issue.JsonPath);
    }

    [Fact]
    public void Nothing_can_be_selected_in_an_empty_bundle()
    {
        var issue = Assert.Throws<HookRequestException>(() => Some.Read(Select("""["ServiceRequest/o1"]""", """{"resourceType":"Bundle"}""")));

        Assert.Equal("$.context.selections", issue.JsonPath);
    }

    [Fact]
    public void Order_sign_is_about_every_order_whatever_its_selections()
    {
        using var request = Some.Read(Some.Request(context: Some.Context[..^1] + ""","selections":5}"""));

        Assert.All(request.Context.DraftOrders, order => Assert.True(order.IsSelected));
    }

    private static string Select(string? selections, string? bundle = null)
    {
        const string Two = """
            {"resourceType":"Bundle","entry":[
              {"fullUrl":"urn:uuid:9b0fdb6e-5d3c-4d3c-9b6a-0242ac120002","resource":{"resourceType":"ServiceRequest","id":"o1"}},
              {"resource":{"resourceType":"ServiceRequest","id":"o2"}}]}
            """;
        var context = Some.ContextWith(bundle ?? Two);
        return Some.Request(context: selections is null ? context : $"{context[..^1]},\"selections\":{selections}}}", hook: "order-select");
    }

    private static string Order(string members) =>
        $$$"""{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"ServiceRequest"{{{members}}}}}]}""";
}
