using System.Text.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace CdsHooks.Tests.Cli;

public sealed class CheckCommandTests
{
    [Fact]
    public void The_shipped_rules_are_in_order()
    {
        var run = CliRun.Of("check", "fhir-profiles");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("0 errors", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("is not used.", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("No StructureDefinition", run.Output, StringComparison.Ordinal);
        Assert.Empty(run.Error);
    }

    [Fact]
    public void The_folder_is_found_from_any_folder_below()
    {
        var run = CliRun.In(new CliRun.FolderAndWidth(Architecture.Repository.PathOf("tests", "cases")), "check");

        Assert.Equal(0, run.ExitCode);
    }

    [Fact]
    public void A_broken_plan_is_reported_with_its_file_place_and_nearest_id()
    {
        using var copy = new KnowledgeCopy();
        copy.With(KnowledgeCopy.Plan, plan => KnowledgeCopy.Find(plan, "physical-therapy").Remove("title"));

        var run = copy.Check();

        Assert.Equal(1, run.ExitCode);
        Assert.Matches(@"plans/PlanDefinition-lumbar-fusion\.json: PlanDefinition\.action\[[0-9]+\][^:]* \(physical-therapy\): A criterion needs a title", run.Output);
        Assert.Contains("../cds-services.json: $.services[0].extension[\"example.cdshooks.plan\"]: The plan of this service has errors.", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_issue_is_listed_at_once()
    {
        using var copy = new KnowledgeCopy();
        copy.With(KnowledgeCopy.Plan, plan =>
        {
            KnowledgeCopy.Find(plan, "physical-therapy").Remove("title");
            KnowledgeCopy.Find(plan, "adult").Remove("description");
        });
        copy.With("valuesets/ValueSet-spondylolisthesis.json", "{");

        var run = copy.Check();

        Assert.Contains("(physical-therapy)", run.Output, StringComparison.Ordinal);
        Assert.Contains("(adult)", run.Output, StringComparison.Ordinal);
        Assert.Contains("valuesets/ValueSet-spondylolisthesis.json: This is not JSON", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_value_set_is_an_error()
    {
        using var copy = new KnowledgeCopy();
        copy.With("valuesets/ValueSet-cobb-angle.json", valueSet => valueSet["compose"] = JsonNode.Parse("""{"include":[]}"""));

        var run = copy.Check();

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("valuesets/ValueSet-cobb-angle.json", run.Output, StringComparison.Ordinal);
        Assert.Matches("(?s)Errors .*ValueSet-cobb-angle", run.Output);
    }

    [Fact]
    public void Site_parameters_out_of_range_are_an_error_in_their_own_file()
    {
        using var copy = new KnowledgeCopy();
        copy.With("parameters/Parameters-clinic.json", """{"resourceType":"Parameters","id":"clinic","parameter":[{"name":"pt.minWeeks","valueInteger":99},{"name":"pt.wrong","valueInteger":1}]}""");

        var run = copy.Check();

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("parameters/Parameters-clinic.json: Parameters.parameter[0]: pt.minWeeks must be between 4 and 12.", run.Output, StringComparison.Ordinal);
        Assert.Contains("parameters/Parameters-clinic.json: Parameters.parameter[1]: The plan declares no parameter pt.wrong.", run.Output, StringComparison.Ordinal);
        Assert.Contains("2 errors", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("site-parameters-of")]
    [InlineData("site-profile-of")]
    public void Site_parameters_name_their_plan_by_an_extension_or_by_its_former_name(string extension)
    {
        using var copy = new KnowledgeCopy();
        copy.With("parameters/Parameters-clinic.json", $$"""
            {"resourceType":"Parameters","id":"clinic","meta":{"extension":[
              {"url":"https://cdshooks.example.org/fhir/StructureDefinition/{{extension}}","valueCanonical":"https://plans.example/another"} ] } }
            """);

        Assert.Contains("parameters/Parameters-clinic.json: Parameters.meta: These site parameters are for a plan that is not in the folder.", copy.Check().Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_card_text_that_is_too_long_is_an_error()
    {
        using var copy = new KnowledgeCopy();
        copy.With(KnowledgeCopy.Plan, plan => KnowledgeCopy.Find(plan, "sharedDecision")["title"] = new string('x', 140));

        var run = copy.Check();

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("(sharedDecision): With its longest inserts, this summary has 140 characters; at most 139 are allowed.", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_parameter_that_nothing_uses_is_a_warning()
    {
        using var copy = new KnowledgeCopy();
        copy.With(KnowledgeCopy.Plan, plan => plan["contained"]![0]!["parameter"]!.AsArray().Add(JsonNode.Parse(
            """
            {"name":"idle.flag","use":"in","type":"boolean","documentation":"Does nothing.","extension":[
            {"url":"https://cdshooks.example.org/fhir/StructureDefinition/site-parameter","extension":[{"url":"default","valueBoolean":true}]}]}
            """)));

        var run = copy.Check();

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("The parameter idle.flag is not used.", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void An_extension_of_ours_that_nothing_defines_is_a_warning()
    {
        using var copy = new KnowledgeCopy();
        File.Delete(Path.Combine(copy.Folder, "structures", "StructureDefinition-suggestion.json"));

        var run = copy.Check();

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("defines the extension suggestion", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_set_that_no_plan_reads_is_a_note_shown_on_demand()
    {
        using var copy = new KnowledgeCopy();
        copy.With("valuesets/ValueSet-idle.json", """{"resourceType":"ValueSet","id":"idle","url":"https://example.org/idle","status":"draft","compose":{"include":[{"system":"https://example.org/s","concept":[{"code":"a"}]}]}}""");

        Assert.DoesNotContain("ValueSet-idle", copy.Check().Output, StringComparison.Ordinal);
        Assert.Contains("valuesets/ValueSet-idle.json: ValueSet: No plan reads this value set.", copy.Check("--verbose").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_record_profile_that_requires_codes_of_a_missing_value_set_is_an_error()
    {
        using var copy = new KnowledgeCopy();
        File.Delete(Path.Combine(copy.Folder, "valuesets", "ValueSet-usable-observation-status.json"));

        var run = copy.Check();

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(
            "structures/records/StructureDefinition-observation-cobb-angle.json: StructureDefinition.differential.element[1].binding.valueSet: This value set is not in the folder.",
            run.Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Profiles_of_records_are_distinguished_from_definitions_of_extensions()
    {
        var structures = Architecture.Repository.PathOf("fhir-profiles", "structures");
        var extensions = Directory.GetFiles(structures).Length;
        var profiles = Directory.GetFiles(Path.Combine(structures, "records")).Length;

        Assert.Contains($"{extensions} extensions, {profiles} record profiles,", CliRun.Of("check", "fhir-profiles").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_suggested_activity_that_does_not_exist_is_an_error()
    {
        using var copy = new KnowledgeCopy();
        File.Delete(Path.Combine(copy.Folder, "activities", "ActivityDefinition-refer-physical-therapy.json"));

        var run = copy.Check();

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("A suggestion needs a definitionCanonical: an ActivityDefinition in the knowledge folder.", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new byte[0], "This file is empty.")]
    [InlineData(new byte[] { 0xEF, 0xBB, 0xBF, 0x7B, 0x7D }, "byte-order mark: save it as UTF-8 without one.")]
    [InlineData(new byte[] { 0xFF, 0xFE, 0x7B, 0x00 }, "This file is UTF-16: save it as UTF-8.")]
    public void A_file_in_another_encoding_is_reported_as_such(byte[] content, string expected)
    {
        using var copy = new KnowledgeCopy();
        File.WriteAllBytes(Path.Combine(copy.Root, "fhir-profiles", "valuesets", "ValueSet-new.json"), content);

        var run = copy.Check();

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("valuesets/ValueSet-new.json", run.Output, StringComparison.Ordinal);
        Assert.Contains(expected, run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"services":1}""", "$.services: An array of services is expected.")]
    [InlineData("""{"services":[{"id":"a b","hook":"patient-view","description":"x"}]}""", "$.services[0].hook: order-sign or order-select is expected")]
    [InlineData("""{"services":[{"id":"a b","hook":"patient-view","description":"x"}]}""", "$.services[0].extension.example.cdshooks.plan: A string that is not empty is expected.")]
    [InlineData("""{"services":[{"id":"a","hook":"order-sign","description":"x","extension":{"example.cdshooks.plan":"https://example.org/none"}}]}""", "contains no plan with this URL")]
    [InlineData("{", "This is not JSON")]
    public void The_discovery_document_is_checked_against_the_rules(string document, string expected)
    {
        using var copy = new KnowledgeCopy();
        File.WriteAllText(Path.Combine(copy.Root, "cds-services.json"), document);

        var run = copy.Check();

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(expected, run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Machines_get_json()
    {
        using var copy = new KnowledgeCopy();
        copy.With(KnowledgeCopy.Plan, plan => KnowledgeCopy.Find(plan, "physical-therapy").Remove("title"));

        using var json = JsonDocument.Parse(copy.Check("--json").Output);

        var errors = json.RootElement.GetProperty("errors").GetInt32();
        Assert.True(errors > 0);
        Assert.Equal(errors, json.RootElement.GetProperty("findings").EnumerateArray().Count(finding => finding.GetProperty("severity").GetString() is "error"));
        Assert.Contains(json.RootElement.GetProperty("findings").EnumerateArray(), finding => finding.TryGetProperty("near", out var near) && near.GetString() is "physical-therapy");
    }

    [Fact]
    public void A_folder_without_a_plan_is_an_error()
    {
        using var copy = new KnowledgeCopy();
        Directory.Delete(Path.Combine(copy.Folder, "plans"), recursive: true);

        Assert.Contains("This folder contains no PlanDefinition.", copy.Check().Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_does_not_exist_is_wrong_use()
    {
        var run = CliRun.Of("check", "nowhere");

        Assert.Equal((2, "cdshooks: The folder nowhere does not exist.\n"), (run.ExitCode, run.Error));
    }
}
