using Xunit;

namespace CdsHooks.Tests.Simulation.Pack;

/// <summary>Of which types an export has every resource.</summary>
public sealed class PackedCompletenessTests : IDisposable
{
    private const string Request = "https://host/fhir/Group/1/$export";

    private readonly SomeExport _export = new();

    public PackedCompletenessTests() => _export
        .With("Condition.000.ndjson", """{"resourceType":"Condition","id":"a","subject":{"reference":"Patient/1"}}""")
        .With("Condition.001.ndjson.gz", """{"resourceType":"Condition","id":"b","subject":{"reference":"Patient/1"}}""");

    public void Dispose() => _export.Dispose();

    [Fact]
    public void Without_anything_types_with_a_file_are_complete_and_nothing_is_known_of_others()
    {
        _export.Pack();

        Assert.True(_export.Manifest.IsComplete("Condition"));
        Assert.False(_export.Manifest.IsComplete("Procedure"));
        Assert.Equal(["Condition"], _export.Manifest.Types.Select(type => type.Type), StringComparer.Ordinal);
    }

    [Fact]
    public void A_person_may_state_it()
    {
        _export.Pack("--complete", "Procedure, Observation");

        Assert.Equal(["Condition", "Observation", "Procedure"], _export.Manifest.Types.Where(type => type.IsComplete).Select(type => type.Type), StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("", "", "", null, null)]
    [InlineData("?_type=Condition,Procedure", "", "", null, null)]
    [InlineData("?_outputFormat=x&_type=Condition&_type=Procedure", "", "", null, null)]
    [InlineData("?_type=Condition%2CProcedure", "", "", null, null)]
    [InlineData("?_type=Condition", "", "", null, "-")]
    [InlineData("?_type=Procedure", "", "", "the export did not ask for them", null)]
    [InlineData("?_since=2025-01-01", "", "", "the export is of what changed since a date", "the export is of what changed since a date")]
    [InlineData("?_elements=id", "", "", "the export leaves out elements", "the export leaves out elements")]
    [InlineData("?_typeFilter=Condition%3Fcategory%3Dproblem", "", "", "the export is of a part of them (_typeFilter)", null)]
    [InlineData("", ""","error":[{"type":"OperationOutcome","url":"https://host/e.ndjson"}]""", "", "the server reports errors", "the server reports errors")]
    [InlineData("", ""","error":[],"deleted":[]""", "", null, null)]
    [InlineData("", ""","link":[{"relation":"next","url":"x"}]""", "", "the response has more pages", "the response has more pages")]
    [InlineData("", "", """{"type":"Condition","url":"https://host/9/Condition.002.ndjson"}""", "a file that the server made is not there", null)]
    [InlineData("", "", """{"type":"Procedure","url":"https://host/9/Procedure.ndjson"}""", null, "a file that the server made is not there")]
    public void The_response_of_the_export_says_it(string query, string members, string outputs, string? condition, string? procedure)
    {
        _export.WithText("anything.json", $$"""
            {"transactionTime":"2025-12-31T00:00:00Z","request":"{{Request}}{{query}}"{{members}},
            "output":[{"type":"Condition","url":"https://host/9/Condition.000.ndjson?token=1"},{"type":"Condition","url":"https://host/9/Condition.001.ndjson"}
            {{(outputs.Length > 0 ? "," + outputs : "")}}]}
            """);

        _export.Pack();

        Assert.Equal((condition is null, condition), (_export.Type("Condition").IsComplete, _export.Type("Condition").Because));
        if (procedure is "-")
        {
            Assert.DoesNotContain(_export.Manifest.Types, type => type.Type is "Procedure");
        }
        else
        {
            Assert.Equal((procedure is null, procedure, 0), (_export.Type("Procedure").IsComplete, _export.Type("Procedure").Because, _export.Type("Procedure").Resources));
        }
    }

    [Theory]
    [InlineData(1, 1, null)]
    [InlineData(1, 2, "the server counted another number of them")]
    public void Where_the_server_counted_files_may_have_other_names(int first, int second, string? because)
    {
        _export.WithText("export.json", $$"""
            {"transactionTime":"2025-12-31T00:00:00Z","request":"{{Request}}","output":[
            {"type":"Condition","url":"https://host/9/17","count":{{first}}},{"type":"Condition","url":"https://host/9/18","count":{{second}}}]}
            """);

        _export.Pack();

        Assert.Equal(because, _export.Type("Condition").Because);
    }

    [Fact]
    public void Two_exports_into_one_folder_complete_each_other()
    {
        _export.WithText("1.json", $$"""{"transactionTime":"x","request":"{{Request}}?_type=Condition","output":[]}""");
        _export.WithText("2.json", $$"""{"transactionTime":"x","request":"{{Request}}?_type=Procedure","output":[]}""");

        _export.Pack();

        Assert.Equal(["Condition", "Procedure"], _export.Manifest.Types.Where(type => type.IsComplete).Select(type => type.Type), StringComparer.Ordinal);
    }

    [Fact]
    public void What_a_person_states_is_stronger_than_the_response()
    {
        _export.WithText("1.json", $$"""{"transactionTime":"x","request":"{{Request}}?_since=2025","output":[]}""");

        _export.Pack("--complete", "Condition");

        Assert.True(_export.Manifest.IsComplete("Condition"));
        Assert.False(_export.Manifest.IsComplete("Procedure"));
    }

    [Fact]
    public void An_export_of_changes_with_deleted_resources_is_refused()
    {
        _export.WithText("1.json", $$"""{"transactionTime":"x","request":"{{Request}}?_since=2025","output":[],"deleted":[{"type":"Bundle","url":"https://host/d.ndjson"}]}""");

        var run = _export.Run();

        Assert.Equal((2, "cdshooks: 1.json lists deleted resources: it is of an export of changes. Apply it to the full export first, then pack that.\n"), (run.ExitCode, run.Error));
    }

    [Fact]
    public void Types_of_a_file_with_bad_lines_are_not_complete()
    {
        _export.With("mixed.ndjson", """{"resourceType":"Procedure","id":"p","subject":{"reference":"Patient/1"}}""", "nonsense");

        _export.Pack("--skip-bad-lines");

        Assert.True(_export.Manifest.IsComplete("Condition"));
        Assert.Equal("lines that hold no resource were left out", _export.Type("Procedure").Because);

        Directory.Delete(_export.Output, recursive: true);
        _export.With("bad.ndjson", "nonsense").Pack("--skip-bad-lines");
        Assert.False(_export.Manifest.IsComplete("Condition"));
        Assert.Equal(2, _export.Manifest.Notes!.BadLines);
        Assert.Equal([0, 0, 1, 1], _export.Manifest.Inputs!.Select(input => input.BadLines));
    }
}
