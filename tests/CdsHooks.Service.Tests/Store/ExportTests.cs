using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using CdsHooks.Service.Tests.Infrastructure;
using Xunit;

namespace CdsHooks.Service.Tests.Store;

/// <summary>What the store holds goes out and comes in as lines, by the real command.</summary>
public sealed class ExportTests(PostgreSqlServer server) : IClassFixture<PostgreSqlServer>
{
    private static readonly (string Name, string Value) EvaluationDate = ("X-CDS-As-Of", "2026-06-01");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_export_that_is_imported_into_the_other_database_comes_out_again_byte_for_byte(bool fromSqlite)
    {
        await using TestStore sqlite = new SqliteTestStore();
        await using var postgres = await NewPostgresAsync();
        var (source, target) = fromSqlite ? (sqlite, postgres) : (postgres, sqlite);
        await using var app = await FilledAsync(source);

        foreach (var kind in new[] { "decisions", "feedback" })
        {
            // The service goes on while its store is exported and imported.
            var first = await StoreProcess.RunAsync(source, "export", kind);
            Assert.Equal((0, true), (first.ExitCode, first.Output.Length > 0));
            using TemporaryFile file = new(first.Output);
            var lines = first.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length;

            var imported = await StoreProcess.RunAsync(target, "import", file.Path);
            var again = await StoreProcess.RunAsync(target, "import", file.Path);
            var second = await StoreProcess.RunAsync(target, "export", kind);

            Assert.Equal((0, $"{lines} lines added, 0 already there, 0 not imported.\n"), (imported.ExitCode, imported.Errors));
            Assert.Equal((0, $"0 lines added, {lines} already there, 0 not imported.\n"), (again.ExitCode, again.Errors));
            Assert.Equal(first.Output, second.Output);
        }

        using var answer = await app.PostAsync(Some.Case("v40-minor"), EvaluationDate);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task A_decision_is_a_line_with_the_values_behind_its_results()
    {
        await using TestStore store = new SqliteTestStore();
        await using var app = await FilledAsync(store, "v25-translation-3-5-mm");

        var export = await StoreProcess.RunAsync(store, "export", "decisions");

        var line = JsonDocument.Parse(export.Output.Split('\n')[0]).RootElement;
        Assert.Equal("decision", line.EnumerateObject().First().Value.GetString());
        var film = line.GetProperty("criteria").EnumerateArray().Single(criterion => criterion.GetProperty("id").GetString() is "flexion-extension-motion");
        Assert.Equal("unknown", film.GetProperty("result").GetString());
        Assert.Equal("4 mm", film.GetProperty("basis").GetProperty("parameters").GetProperty("instability.translation.metAboveMm").GetString());
        var value = film.GetProperty("basis").GetProperty("figures")[0];
        Assert.Equal((3.5m, "mm"), (value.GetProperty("value").GetDecimal(), value.GetProperty("unit").GetString()));
        Assert.True(value.GetProperty("from").GetInt32() < 0);
    }

    [Fact]
    public async Task Each_decision_is_a_sound_guidance_response_without_a_subject()
    {
        await using TestStore store = new SqliteTestStore();
        await using var app = await FilledAsync(store, [.. Some.CaseNames.Where((_, index) => index % 6 == 0), "v25-translation-3-5-mm"]);
        var since = await StoreProcess.RunAsync(store, "export", "decisions", "--since", "2026-06-02");

        var export = await StoreProcess.RunAsync(store, "export", "decisions", "--format", "guidance-response");

        Assert.Empty(since.Output);
        var resources = export.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.NotEmpty(resources);
        foreach (var resource in resources)
        {
            FhirStructure.AssertSound(resource);
            var json = JsonNode.Parse(resource)!;
            Assert.Equal("GuidanceResponse", json["resourceType"]!.GetValue<string>());
            Assert.Null(json["subject"]);
            Assert.Null(json["encounter"]);
        }
    }

    [Fact]
    public async Task A_wrong_line_is_named_by_number_and_place_and_the_others_come_in()
    {
        await using TestStore source = new SqliteTestStore();
        await using TestStore target = new SqliteTestStore();
        await using var app = await FilledAsync(source, "v25-translation-3-5-mm", "v40-minor");
        var good = (await StoreProcess.RunAsync(source, "export", "decisions")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string[] wrong =
        [
            good[0].Replace("\"unknown\"", $"\"{Sentinel.Text}\"", StringComparison.Ordinal),
            good[0].Replace("\"decidedAt\":\"2026", $"\"decidedAt\":\"{Sentinel.Text}", StringComparison.Ordinal),
            good[0].Insert(1, $"\"{Sentinel.Text}\":1,"),
            good[0].Insert(1, $"\"patient\":\"{Sentinel.Text}\","),
            good[0].Insert(1, $$$"""
                "shadow":{"{{{Sentinel.Text}}}":1},
                """.Trim()),
            Sentinel.Text,
            $$"""{"type":"{{Sentinel.Text}}"}""",
            """{"type":"decision"}""",
            good[0].Replace("\"row\":", "\"row\":null,\"row\":", StringComparison.Ordinal),
        ];
        using TemporaryFile file = new(string.Join('\n', [good[0], .. wrong, "", good[1], ""]));

        var imported = await StoreProcess.RunAsync(target, "import", file.Path);

        Assert.Equal(1, imported.ExitCode);
        Assert.Contains($"2 lines added, 0 already there, {wrong.Length} not imported.", imported.Errors, StringComparison.Ordinal);
        Assert.Contains("line 3: $.decidedAt is not as docs/decisions.md describes it.", imported.Errors, StringComparison.Ordinal);
        Assert.All(Enumerable.Range(2, wrong.Length), number => Assert.Contains($"line {number}: ", imported.Errors, StringComparison.Ordinal));
        Assert.False(Sentinel.IsIn(imported.Errors), imported.Errors);
        Assert.Equal(string.Join('\n', good) + "\n", (await StoreProcess.RunAsync(target, "export", "decisions")).Output);
    }

    [Theory]
    [InlineData(2, "store")]
    [InlineData(2, "export", "cards")]
    [InlineData(2, "export", "decisions", "--since", "yesterday")]
    [InlineData(2, "export", "decisions", "--format")]
    [InlineData(2, "export", "feedback", "--format", "guidance-response")]
    [InlineData(2, "export", "decisions", "--quick", "1")]
    [InlineData(2, "import")]
    [InlineData(3, "import", "/nowhere/at-all")]
    [InlineData(3, "export", "decisions", "--Store:ConnectionString=Data Source=/nowhere/store.db")]
    [InlineData(3, "export", "decisions", "--Store:ConnectionString=Host=localhost;Port=1;Database=x;Username=x")]
    [InlineData(3, "export", "decisions", "--Store:ConnectionString=nonsense")]
    public async Task What_it_cannot_do_it_says_with_its_exit_code(int exitCode, params string[] args)
    {
        var (code, output, errors) = await StoreProcess.RunAsync(args);

        Assert.Equal(exitCode, code);
        Assert.Empty(output);
        Assert.NotEmpty(errors);
    }

    [Fact]
    public async Task It_works_in_Development_which_a_newcomer_starts_with()
    {
        await using TestStore store = new SqliteTestStore();
        await using var app = await FilledAsync(store, "v40-minor");

        var (code, output, errors) = await StoreProcess.RunAsync(["export", "decisions", $"--Store:ConnectionString={store.ConnectionString}"], "Development");

        Assert.Equal((0, "1 lines."), (code, errors.Trim()));
        Assert.StartsWith("{\"type\":\"decision\",", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_export_to_a_file_is_there_whole_and_for_its_user_only()
    {
        await using TestStore store = new SqliteTestStore();
        await using var app = await FilledAsync(store, "v40-minor");
        using TemporaryFile file = new("older");

        var export = await StoreProcess.RunAsync(store, "export", "decisions", "--output", file.Path);

        Assert.Equal((0, ""), (export.ExitCode, export.Output));
        Assert.StartsWith("{\"type\":\"decision\",", await File.ReadAllTextAsync(file.Path, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(file.Path) is (UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    private async Task<TestStore> NewPostgresAsync()
    {
        await server.StartAsync();
        return new PostgreSqlTestStore(server, await server.NewDatabaseAsync());
    }

    /// <summary>An app whose store holds the decisions of some cases, and feedback on each card.</summary>
    private static async Task<ServiceApp> FilledAsync(TestStore store, params string[] cases)
    {
        ServiceApp app = new() { Store = store.ConnectionString, Settings = Some.Settings(("Feedback:KeepComments", "true"), ("Decisions:PatientKey", Convert.ToBase64String(new byte[32]))) };
        var calls = cases.Length > 0 ? cases : [.. Some.CaseNames];
        var cards = 0;
        foreach (var name in calls)
        {
            using var response = await app.PostAsync(Sentinel.PlantedIn(Some.Case(name)), EvaluationDate);
            foreach (var card in (await response.JsonAsync()).GetProperty("cards").EnumerateArray())
            {
                cards++;
                var body = $$$"""{"feedback":[{"card":"{{{card.GetProperty("uuid").GetString()}}}","outcome":"overridden","outcomeTimestamp":"2026-06-01T12:00:0{{{cards % 10}}}Z","overrideReason":{"userComment":"é \"quoted\"\n<b>"}}]}""";
                using var feedback = await app.PostToAsync($"{ServiceApp.Service}/feedback", body);
                Assert.Equal(HttpStatusCode.OK, feedback.StatusCode);
            }
        }

        await Kept.DecisionsIn(app, cards);
        return app;
    }
}
