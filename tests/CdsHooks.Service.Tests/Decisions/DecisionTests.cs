using System.Net;
using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Service.Hooks.Decisions;
using CdsHooks.Service.Host.Store;
using CdsHooks.Service.Tests.Infrastructure;
using CdsHooks.Service.Tests.Store;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CdsHooks.Service.Tests.Decisions;

/// <summary>Each answered call about an order of ours is recorded, without a word on whose it was.</summary>
public sealed class DecisionTests
{
    private const string Case = "v27-translation-4-1-mm";

    private static readonly (string Name, string Value) EvaluationDate = ("X-CDS-As-Of", "2026-06-01");

    [Fact]
    public async Task A_decision_is_recorded_with_its_rules_and_results()
    {
        await using var app = new ServiceApp();

        using var response = await app.PostAsync(Some.Case(Case), EvaluationDate);
        var card = (await response.JsonAsync()).GetProperty("cards")[0];

        var decision = Assert.Single(await Kept.DecisionsIn(app, 1));
        Assert.Equal("lumbar-fusion-order-sign", decision.Service);
        Assert.Equal("anonymous", decision.Client);
        Assert.StartsWith("https://cdshooks.example.org/fhir/PlanDefinition/lumbar-fusion|", decision.Plan, StringComparison.Ordinal);
        Assert.Equal("seed", decision.SiteParameters);
        Assert.NotEmpty(decision.Row);
        Assert.Equal("conservativeCareMissing", decision.CardKind);
        Assert.Equal(card.GetProperty("uuid").GetString(), decision.Card);
        Assert.Equal(card.GetProperty("suggestions").EnumerateArray().Select(suggestion => suggestion.GetProperty("uuid").GetString()!), decision.Suggestions.Select(suggestion => suggestion.Id), StringComparer.Ordinal);
        Assert.Equal(["http://snomed.info/sct|444831000124102", "http://snomed.info/sct|304891004"], decision.Suggestions.SelectMany(suggestion => suggestion.Codes), StringComparer.Ordinal);
        Assert.Contains(decision.Criteria, criterion => criterion is { Id: "instability", Result: "met", Reason: "documented" });
        Assert.Contains(decision.Retrieval, set => set is { Key: "observations", Outcome: "prefetched" });
        Assert.Equal(new DateTimeOffset(2026, 6, 1, 12, 0, 0, TimeSpan.Zero), decision.DecidedAt);
        Assert.True(decision.Elapsed > TimeSpan.Zero);
        Assert.Equal(decision.Elapsed, decision.Timings!.Total);
        Assert.True(decision.Timings is { Reading: > 0, Judging: > 0, Writing: > 0, Waiting: >= 0 });
        Assert.Null(decision.Patient);
    }

    [Fact]
    public async Task The_values_that_decided_are_recorded_with_the_thresholds_in_force()
    {
        await using var app = new ServiceApp();

        using var response = await app.PostAsync(Some.Case("v25-translation-3-5-mm"), EvaluationDate);

        var film = Assert.Single((await Kept.DecisionsIn(app, 1))[0].Criteria, criterion => criterion.Id is "flexion-extension-motion").Basis!;
        Assert.Equal(("4 mm", "3 mm"), (film.Parameters["instability.translation.metAboveMm"], film.Parameters["instability.translation.indeterminateAboveMm"]));
        Assert.Equal(-365, film.Since);
        var figure = Assert.Single(film.Figures, figure => figure.Unit is "mm");
        Assert.Equal(("value", 3.5m), (figure.Kind, figure.Value));
        Assert.InRange(figure.From!.Value, -365, 0);
    }

    [Fact]
    public async Task With_a_key_the_patient_is_a_hash_that_only_the_key_explains()
    {
        await using var app = new ServiceApp { Settings = Some.Settings(("Decisions:PatientKey", Convert.ToBase64String([.. Enumerable.Range(0, 32).Select(index => (byte)index)]))) };
        await using var other = new ServiceApp { Settings = Some.Settings(("Decisions:PatientKey", Convert.ToBase64String(new byte[32]))) };
        foreach (var call in new[] { app, app, other })
        {
            using var response = await call.PostAsync(Some.Case(Case), EvaluationDate);
        }

        var hashes = (await Kept.DecisionsIn(app, 2)).ConvertAll(decision => decision.Patient!);
        Assert.Equal(hashes[0], hashes[1], StringComparer.Ordinal);
        Assert.Matches("^[0-9a-f]{32}$", hashes[0]);
        Assert.NotEqual(hashes[0], (await Kept.DecisionsIn(other, 1))[0].Patient, StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_decision_without_a_card_is_recorded_too()
    {
        await using var app = new ServiceApp();

        using var response = await app.PostAsync(Some.Case("v40-minor"), EvaluationDate);

        Assert.Empty((await response.JsonAsync()).GetProperty("cards").EnumerateArray());
        var decision = Assert.Single(await Kept.DecisionsIn(app, 1));
        Assert.Null(decision.CardKind);
        Assert.Null(decision.Card);
    }

    [Fact]
    public async Task Orders_of_others_and_the_call_at_start_leave_nothing()
    {
        await using var app = new ServiceApp();
        using var foreign = await app.PostAsync(Some.ForeignCall);
        using var refused = await app.PostAsync(Some.FusionCall("{}"));

        using var ours = await app.PostAsync(Some.Case(Case), EvaluationDate);

        // They are written in order, so those before would be there.
        Assert.Equal(HttpStatusCode.PreconditionFailed, refused.StatusCode);
        Assert.Single(await Kept.DecisionsIn(app, 1));
    }

    [Fact]
    public async Task Nothing_in_the_store_says_who_the_patient_is()
    {
        await using TestStore store = new SqliteTestStore();
        await using var app = new ServiceApp { Store = store.ConnectionString };
        var calls = 0;
        foreach (var name in Some.CaseNames)
        {
            using var response = await app.PostAsync(Sentinel.PlantedIn(Some.Case(name)), EvaluationDate, ("Authorization", $"Bearer {Sentinel.Text}"));
            calls += (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Contains("\"uuid\"", StringComparison.Ordinal) ? 1 : 0;
        }

        Assert.NotEqual(0, calls);
        await Kept.DecisionsIn(app, calls);
        await using var connection = await store.OpenAsync();
        var kept = await connection.DumpAsync("decision");
        Assert.False(Sentinel.IsIn(kept), "The store holds a word of the request.");
        Assert.DoesNotContain("Condition/", kept, StringComparison.Ordinal);
        Assert.DoesNotContain("2026-", kept, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"\b(19|20)\d\d-\d\d", kept);
    }

    [Fact]
    public void Nothing_behind_a_result_is_a_text_of_the_chart()
    {
        var plan = RecordedCases.PlanWith();
        HashSet<string> known = [.. plan.Rules.Parameters.All.Select(parameter => parameter.Name), .. plan.Rules.Criteria.Select(criterion => criterion.Id), .. ReasonCodes.All, .. Enum.GetValues<FigureKind>().Select(kind => kind.ToCode())];

        // In a call of order-select, the planted ids would no longer be those of the selections.
        foreach (var name in RecordedCases.Names.Where(name => !Some.Case(name).Contains("\"selections\"", StringComparison.Ordinal)))
        {
            var record = RecordedCases.Record(plan, RecordedCases.Decide(name, plan, Sentinel.PlantedIn(Some.Case(name))));
            Assert.False(Sentinel.IsIn(DecisionJson.WriteFigures(record.Criteria)), name);
            foreach (var figure in record.Criteria.Where(criterion => criterion.Basis is not null).SelectMany(criterion => criterion.Basis!.Figures))
            {
                Assert.Contains(figure.Kind, known);
                Assert.True(figure.State is null || known.Contains(figure.State));
                Assert.True(figure.Unit is null or "mm" or "deg" or "d" or "a" or "%" or "kg/m2" or "ng/mL", figure.Unit);
                Assert.True(figure.Comparator is null or "<" or "<=" or ">=" or ">");
            }
        }
    }

    [Theory]
    [InlineData("12345678901", "mm", "http://unitsofmeasure.org", null)]
    [InlineData("3.5", "Quxbrindlewick", null, null)]
    [InlineData("3.5", "mm", "http://unitsofmeasure.org", "Quxbrindlewick")]
    public async Task A_value_that_is_no_measurement_is_not_recorded(string value, string code, string? system, string? comparator)
    {
        await using var app = new ServiceApp();
        var film = $$$"""
            {"resourceType":"Bundle","type":"searchset","entry":[{"resource":{"resourceType":"Observation","id":"f1","status":"final","effectiveDateTime":"2026-05-01","subject":{"reference":"Patient/p1"},
            "code":{"coding":[{"system":"https://cdshooks.example.org/fhir/CodeSystem/lumbar-fusion-local","code":"sagittal-translation-flexext"}]},
            "valueQuantity":{"value":{{{value}}},"code":"{{{code}}}"{{{(system is null ? "" : $",\"system\":\"{system}\"")}}}{{{(comparator is null ? "" : $",\"comparator\":\"{comparator}\"")}}} } } }]}
            """;

        using var response = await app.PostAsync(Some.FusionCall($$"""{"conditions":null,"procedures":null,"observations":{{film}}}"""), EvaluationDate);

        var criterion = Assert.Single((await Kept.DecisionsIn(app, 1))[0].Criteria, criterion => criterion.Id is "flexion-extension-motion");
        var json = DecisionJson.WriteFigures([criterion]);
        Assert.Equal("unknown", criterion.Result);
        Assert.False(Sentinel.IsIn(json), json);
        Assert.DoesNotContain("12345678901", json, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_decision_that_finds_no_room_is_counted_and_reported_once_and_every_call_is_answered()
    {
        await using TestStore store = new SqliteTestStore();
        await store.BreakAsync();
        await using var app = new ServiceApp
        {
            Store = store.ConnectionString,
            Settings = Some.Settings(("Decisions:MaxWaiting", "1"), ("Decisions:FlushMilliseconds", "0"), ("Decisions:GatherMilliseconds", "0"), ("Store:RetryMilliseconds", "50")),
        };
        using MetricSink metrics = new(app, "cdshooks.decisions");

        // One may be in the writer's hands and one waits: of four, two at least find no room.
        for (var call = 0; call < 4; call++)
        {
            using var response = await app.PostAsync(Some.Case(Case), EvaluationDate);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }

        Assert.InRange(metrics.Lines.Count(line => line is "1 outcome=dropped"), 2, 3);
        Assert.Single(app.Logs.Lines, line => line.Contains("DecisionRecorder[1800]", StringComparison.Ordinal));

        await store.MendAsync();
        await Eventually.SeeAsync(() => Task.FromResult(app.Services.GetRequiredService<StoreState>().Cause), cause => cause is null);
        await Kept.DecisionsIn(app, 1);
        using var last = await app.PostAsync(Some.Case(Case), EvaluationDate);
        Assert.Equal(HttpStatusCode.OK, last.StatusCode);
    }

    [Fact]
    public async Task What_still_waits_at_the_end_of_the_process_is_written_first()
    {
        await using TestStore store = new SqliteTestStore();
        await using (var app = new ServiceApp { Store = store.ConnectionString, Settings = Some.Settings(("Decisions:GatherMilliseconds", "10000")) })
        {
            for (var call = 0; call < 3; call++)
            {
                using var response = await app.PostAsync(Some.Case(Case), EvaluationDate);
                Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            }
        }

        await using var next = new ServiceApp { Store = store.ConnectionString };
        Assert.Equal(3, (await Kept.DecisionsIn(next)).Count);
    }
}
