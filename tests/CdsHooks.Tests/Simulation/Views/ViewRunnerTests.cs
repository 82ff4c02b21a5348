using System.Text.Json.Nodes;
using Xunit;

namespace CdsHooks.Tests.Simulation.Views;

/// <summary>The runner of the tests follows the processing model of SQL on FHIR.</summary>
public sealed class ViewRunnerTests
{
    private const string Answers = """
        { "resourceType": "QuestionnaireResponse", "id": "q", "status": "completed", "item": [
          { "linkId": "a", "item": [{ "linkId": "b", "answer": [{ "valueBoolean": true, "item": [{ "linkId": "c" }] }, { "valueBoolean": false }] }] },
          { "linkId": "d" }] }
        """;

    private const string Diagnosis = """
        { "resourceType": "Condition", "id": "c", "subject": { "reference": "Patient/p" }, "code": { "coding": [{ "code": "x" }, { "code": "y" }] }, "bodySite": [{ "text": "back" }] }
        """;

    [Theory]
    [InlineData("repeat reaches items in items and in answers", Answers, """{ "repeat": ["item", "answer.item"], "column": [{ "name": "a", "path": "linkId", "type": "string" }] }""", "a, b, c, d")]
    [InlineData("forEachOrNull keeps what has none", Answers, """{ "repeat": ["item", "answer.item"], "column": [{ "name": "a", "path": "linkId", "type": "string" }], "select": [{ "forEachOrNull": "answer", "column": [{ "name": "b", "path": "value.ofType(boolean)", "type": "boolean" }] }] }""", "a-, bTrue, bFalse, c-, d-")]
    [InlineData("forEach leaves out what has none", Diagnosis, """{ "forEach": "category", "column": [{ "name": "a", "path": "text", "type": "string" }] }""", "")]
    [InlineData("a union has the rows of all", Diagnosis, """{ "unionAll": [{ "forEach": "code.coding", "column": [{ "name": "a", "path": "code", "type": "code" }] }, { "forEach": "bodySite", "column": [{ "name": "a", "path": "text", "type": "string" }] }] }""", "x, y, back")]
    [InlineData("selects side by side are multiplied", Diagnosis, """{ "select": [{ "forEach": "code.coding", "column": [{ "name": "a", "path": "code", "type": "code" }] }, { "forEach": "code.coding", "column": [{ "name": "b", "path": "code", "type": "code" }] }] }""", "xx, xy, yx, yy")]
    [InlineData("keys are those of resources", Diagnosis, """{ "column": [{ "name": "a", "path": "getResourceKey()", "type": "string" }, { "name": "b", "path": "subject.getReferenceKey(Patient)", "type": "string" }, { "name": "c", "path": "subject.getReferenceKey(Group)", "type": "string" }] }""", "Condition/cPatient/p-")]
    public void Rows_are_those_of_the_specification(string rule, string resource, string select, string rows)
    {
        var found = Run(resource, select).Select(row => string.Concat(row.Select(value => value ?? "-")));

        Assert.Equal((rule, rows), (rule, string.Join(", ", found)));
    }

    [Theory]
    [InlineData("""{ "column": [{ "name": "a", "path": "code.coding.code", "type": "code" }] }""")]
    [InlineData("""{ "column": [{ "name": "a", "path": "code", "type": "code" }] }""")]
    [InlineData("""{ "column": [{ "name": "a", "path": "id", "type": "dateTime" }] }""")]
    public void A_column_with_several_values_or_another_type_is_an_error(string select) =>
        Assert.Throws<InvalidOperationException>(() => Run(Diagnosis, select));

    private static List<object?[]> Run(string resource, string select)
    {
        var json = (JsonObject)JsonNode.Parse(resource)!;
        return [.. new ViewRunner($$"""{ "name": "v", "resource": "{{json["resourceType"]}}", "select": [{{select}}] }""").Run(new LakeChart("c", [(json, null)], []))];
    }
}
