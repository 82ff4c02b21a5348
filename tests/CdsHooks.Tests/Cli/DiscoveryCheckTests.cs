using System.Text.Json;
using System.Text.Json.Nodes;
using CdsHooks.Decision.Evidence;
using Xunit;

namespace CdsHooks.Tests.Cli;

/// <summary>What <c>cdshooks check</c> says of the discovery document: one line of the table per rule.</summary>
public sealed class DiscoveryCheckTests
{
    private static readonly string[] InputLists = ["input", "dataRequirement"];

    private const string Prefetch = "$.services[0].prefetch";

    [Theory]
    [InlineData("""{"id":"a b"}""", "error", "$.services[0].id", "Letters, digits and hyphens")]
    [InlineData("""{"id":null}""", "error", "$.services[0].id", "A string that is not empty is expected.")]
    [InlineData("""{"id":"lumbar-fusion-order-select"}""", "error", "$.services[1].id", "This id is already used")]
    [InlineData("""{"hook":"patient-view"}""", "error", "$.services[0].hook", "order-sign or order-select is expected")]
    [InlineData("""{"hook":""}""", "error", "$.services[0].hook", "A string that is not empty is expected.")]
    [InlineData("""{"description":""}""", "error", "$.services[0].description", "A string that is not empty is expected.")]
    [InlineData("""{"title":null}""", "warning", "$.services[0].title", "A title is recommended.")]
    [InlineData("""{"title":""}""", "error", "$.services[0].title", "A string that is not empty is expected.")]
    [InlineData("""{"usageRequirements":""}""", "error", "$.services[0].usageRequirements", "A string that is not empty is expected.")]
    [InlineData("""{"version":null}""", "warning", "$.services[0].version", "The version of CDS Hooks")]
    [InlineData("""{"version":"STU2"}""", "warning", "$.services[0].version", "The version of CDS Hooks")]
    [InlineData("""{"hookVersion":"1.1"}""", "warning", "$.services[0].hookVersion", "omit it")]
    [InlineData("""{"extension":{"example.cdshooks.plan":"https://example.org/none"}}""", "error", "$.services[0].extension[\"example.cdshooks.plan\"]", "contains no plan with this URL")]
    [InlineData("""{"prefetch":{"patient":null,"conditions":null,"observations":null,"procedures":null}}""", "error", Prefetch, "An object with at least one template is expected")]
    [InlineData("""{"prefetch":[]}""", "error", Prefetch, "An object with at least one template is expected")]
    [InlineData("""{"prefetch":{"conditions":""}}""", "error", $"{Prefetch}.conditions", "A string that is not empty is expected.")]
    [InlineData("""{"prefetch":{"conditions":{}}}""", "error", $"{Prefetch}.conditions", "A string that is not empty is expected.")]
    [InlineData("""{"prefetch":{"conditions":"Procedure?patient={{context.patientId}}"}}""", "error", $"{Prefetch}.conditions", "of Condition is expected")]
    [InlineData("""{"prefetch":{"conditions":"Condition?patient={{context.patientId}}&_include=Condition:asserter"}}""", "error", $"{Prefetch}.conditions", "_include is not allowed")]
    [InlineData("""{"prefetch":{"observations":"Observation?patient={{context.patientId}}&_count=50"}}""", "warning", $"{Prefetch}.observations", "_count is the size of a page")]
    [InlineData("""{"prefetch":{"labs":"Observation?patient={{context.patientId}}"}}""", "warning", $"{Prefetch}.labs", "No rule reads this key")]
    [InlineData("""{"prefetch":{"observations":null}}""", "note", $"{Prefetch}.observations", "The plan reads Observation, which is not advertised")]
    public void Every_issue_has_its_severity_and_its_place(string change, string severity, string location, string message)
    {
        using var copy = new KnowledgeCopy();
        ChangeFirstService(copy, change);

        Assert.Contains(FindingsOf(copy), finding =>
            string.Equals(severity, finding.Severity, StringComparison.Ordinal)
            && string.Equals(location, finding.Location, StringComparison.Ordinal)
            && finding.Message.Contains(message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("{}", "", "An array of options is expected.")]
    [InlineData("[5]", "[0].code", "A string that is not empty is expected.")]
    [InlineData("""[{"code":"","type":"boolean","name":"n","description":"d","default":true}]""", "[0].code", "A string that is not empty is expected.")]
    [InlineData("""[{"code":"c","type":"boolean","name":"n","default":true}]""", "[0].description", "A string that is not empty is expected.")]
    [InlineData("""[{"code":"c","type":"integer","name":"n","description":"d","default":5}]""", "[0]", "turns the cards off")]
    [InlineData("""[{"code":"c","type":"boolean","name":"n","description":"d","default":false}]""", "[0]", "with the default true is expected")]
    public void An_option_that_is_declared_wrongly_is_an_issue(string options, string place, string message)
    {
        using var copy = new KnowledgeCopy();
        ChangeFirstService(copy, $$$"""{"extension":{"davinci-crd.configuration-options":{{{options}}} } }""");

        Assert.Contains(FindingsOf(copy), finding =>
            finding is { Severity: "error" }
            && string.Equals($"$.services[0].extension[\"davinci-crd.configuration-options\"]{place}", finding.Location, StringComparison.Ordinal)
            && finding.Message.Contains(message, StringComparison.Ordinal));
    }

    [Fact]
    public void Without_services_the_document_is_fine_but_odd()
    {
        using var copy = new KnowledgeCopy();
        File.WriteAllText(PathOf(copy), """{"services":[]}""");

        Assert.Equal(("warning", "$.services"), Assert.Single(FindingsOf(copy).Select(finding => (finding.Severity, finding.Location))));
    }

    [Fact]
    public void A_key_that_the_plan_does_not_read_is_a_warning()
    {
        using var copy = new KnowledgeCopy();
        copy.With(KnowledgeCopy.Plan, plan => RemoveInputs(plan, "QuestionnaireResponse"));
        ChangeFirstService(copy, """{"prefetch":{"questionnaireResponses":"QuestionnaireResponse?patient={{context.patientId}}"}}""");

        var findings = FindingsOf(copy).Where(finding => finding.Location.EndsWith(".questionnaireResponses", StringComparison.Ordinal));

        Assert.Equal(("warning", $"{Prefetch}.questionnaireResponses"), Assert.Single(findings.Select(finding => (finding.Severity, finding.Location))));
    }

    [Fact]
    public void The_shipped_document_has_only_notes_of_what_is_fetched()
    {
        using var copy = new KnowledgeCopy();
        var findings = FindingsOf(copy);
        string[] advertised = [PrefetchKeys.Patient, "conditions", "observations", "procedures"];

        Assert.All(findings, finding => Assert.Equal("note", finding.Severity));
        Assert.Equal(
            PrefetchKeys.All.Select(entry => entry.Key).Except(advertised, StringComparer.Ordinal).Select(key => $"{Prefetch}.{key}").Order(StringComparer.Ordinal),
            findings.Select(finding => finding.Location).Where(location => location.StartsWith(Prefetch, StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_warning_does_not_fail_the_check()
    {
        using var copy = new KnowledgeCopy();
        ChangeFirstService(copy, """{"hookVersion":"1.1"}""");

        Assert.Equal(0, copy.Check().ExitCode);
    }

    private static string PathOf(KnowledgeCopy copy) => Path.Combine(copy.Root, "cds-services.json");

    /// <summary>Members replace those of the first service; of the prefetch, key by key; null removes.</summary>
    private static void ChangeFirstService(KnowledgeCopy copy, string change)
    {
        var document = JsonNode.Parse(File.ReadAllText(PathOf(copy)))!;
        Merge(document["services"]![0]!.AsObject(), JsonNode.Parse(change)!.AsObject());
        File.WriteAllText(PathOf(copy), document.ToJsonString());
    }

    private static void Merge(JsonObject target, JsonObject change)
    {
        foreach (var (name, value) in change)
        {
            if (value is null)
            {
                target.Remove(name);
            }
            else if (value is JsonObject { Count: > 0 } inner && target[name] is JsonObject below)
            {
                Merge(below, inner);
            }
            else
            {
                target[name] = value.DeepClone();
            }
        }
    }

    private static void RemoveInputs(JsonNode? json, string type)
    {
        if (json is JsonObject parent)
        {
            foreach (var member in InputLists.Where(member => parent[member] is JsonArray))
            {
                var inputs = parent[member]!.AsArray();
                inputs.RemoveAll(input => (string?)input?["type"] is { } found && string.Equals(found, type, StringComparison.Ordinal));
                if (inputs.Count == 0)
                {
                    parent.Remove(member);
                }
            }

            foreach (var (_, child) in parent)
            {
                RemoveInputs(child, type);
            }
        }
        else if (json is JsonArray items)
        {
            foreach (var item in items)
            {
                RemoveInputs(item, type);
            }
        }
    }

    private static IReadOnlyList<(string Severity, string Location, string Message)> FindingsOf(KnowledgeCopy copy)
    {
        using var json = JsonDocument.Parse(copy.Check("--json").Output);
        return [.. json.RootElement.GetProperty("findings").EnumerateArray()
            .Where(finding => finding.GetProperty("file").GetString() is "../cds-services.json")
            .Select(finding => (
                finding.GetProperty("severity").GetString()!, finding.GetProperty("location").GetString()!, finding.GetProperty("message").GetString()!))];
    }
}
