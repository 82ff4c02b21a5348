using System.Net;
using System.Text.Json;
using CdsHooks.Decision;
using CdsHooks.Decision.Cards;
using CdsHooks.Decision.Comparison;
using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Intake;
using CdsHooks.Decision.Plan;
using CdsHooks.Service.Tests.FhirAccess;
using CdsHooks.Service.Tests.Infrastructure;
using CdsHooks.Service.Tests.Store;
using Xunit;

namespace CdsHooks.Service.Tests.Rules;

/// <summary>Rules in shadow judge the same calls after their answers, are recorded, and never shown.</summary>
[Collection(RealServers.Name)]
public sealed class ShadowTests(FhirServer server)
{
    private const string Plan = "https://cdshooks.example.org/fhir/PlanDefinition/lumbar-fusion";
    private const string OrderCodes = "valuesets/ValueSet-lumbar-fusion-procedures.json";

    private static readonly (string Name, string Value) EvaluationDate = ("X-CDS-As-Of", "2026-06-01");

    [Fact]
    public async Task The_answer_is_the_same_and_the_shadow_is_recorded_with_it()
    {
        using RulesFolder rules = EightWeeks();
        await using var plain = new ServiceApp();
        await using var app = rules.NewApp(("Rules:Shadow:SiteParameters", "eight"));

        var before = await plain.CardAsync();
        var card = await app.CardAsync();

        Assert.Equal(before?.GetProperty("detail").GetString(), card?.GetProperty("detail").GetString());
        var decision = Assert.Single(await Kept.DecisionsIn(app, 1));
        Assert.Equal(("sharedDecision", "seed", app.VersionOf()), (decision.CardKind, decision.SiteParameters, decision.RulesVersion));
        using var shadow = JsonDocument.Parse(decision.Shadow!);
        Assert.Equal("indicationMissing", shadow.RootElement.GetProperty("cardKind").GetString());
        Assert.Equal("eight", shadow.RootElement.GetProperty("siteParameters").GetString());
        Assert.NotEqual(decision.RulesVersion, shadow.RootElement.GetProperty("rulesVersion").GetString(), StringComparer.Ordinal);
        var therapy = shadow.RootElement.GetProperty("criteria").EnumerateArray().Single(criterion => criterion.GetProperty("id").ValueEquals("physical-therapy"));
        Assert.Equal("not-met too-short", $"{therapy.GetProperty("result")} {therapy.GetProperty("reason")}");
        Assert.Equal(42, therapy.GetProperty("basis").GetProperty("figures")[0].GetProperty("value").GetInt32());
        Assert.Empty(shadow.RootElement.GetProperty("lacking").EnumerateArray());
        Assert.Equal((await app.ReadyAsync()).GetProperty("shadowRules").GetString(), shadow.RootElement.GetProperty("rulesVersion").GetString());
    }

    [Fact]
    public async Task Over_the_golden_cases_the_comparison_names_exactly_the_flips_that_there_are()
    {
        using RulesFolder rules = EightWeeks();
        await using var app = rules.NewApp(("Rules:Shadow:SiteParameters", "eight"));
        var served = PlanOf(rules, null);
        var tried = PlanOf(rules, "eight");
        SortedDictionary<string, int> expected = new(StringComparer.Ordinal);
        var calls = 0;
        foreach (var name in Some.CaseNames)
        {
            using var response = await app.PostAsync(Some.Case(name), EvaluationDate);
            if (response.IsSuccessStatusCode && Outcome(served, name) is { } from && Outcome(tried, name) is { } to)
            {
                calls++;
                if (!string.Equals(from, to, StringComparison.Ordinal))
                {
                    expected[$"{from} to {to}"] = expected.GetValueOrDefault($"{from} to {to}") + 1;
                }
            }
        }

        RulesComparison comparison = new();
        foreach (var decision in await Kept.DecisionsIn(app, calls))
        {
            using var shadow = JsonDocument.Parse(decision.Shadow!);
            comparison.Add(
                new JudgedCall(new RulesIdentity(decision.Plan, decision.SiteParameters, decision.RulesVersion), decision.Row, decision.CardKind, decision.Criteria.ToDictionary(criterion => criterion.Id, criterion => new JudgedCriterion($"{criterion.Result} {criterion.Reason}", []), StringComparer.Ordinal)),
                CallOf(shadow.RootElement),
                []);
        }

        var report = comparison.ToReport();
        Assert.Equal(calls, report.Compared);
        Assert.NotEmpty(expected);
        Assert.Equal(expected, report.Flips.ToDictionary(flip => $"{flip.From} to {flip.To}", flip => (int)flip.Calls, StringComparer.Ordinal));
        Assert.All(report.Flips, flip => Assert.Contains(flip.Turns, turn => turn.Criterion is "physical-therapy"));
    }

    [Fact]
    public async Task What_was_fetched_is_read_again_and_not_asked_for_again()
    {
        using RulesFolder rules = new();
        using RulesFolder tried = new();
        tried.Change("valuesets/ValueSet-physical-therapy-active-treatment.json", "\"include\": [", "\"include\": [ { \"system\": \"https://ehr.example/codes\", \"concept\": [ { \"code\": \"PT-1\" } ] },");
        await server.ResetAsync();
        var call = Some.Case(Shown.SixWeeks).Replace("\"code\": \"97110\"", "\"code\": \"PT-1\"", StringComparison.Ordinal).Replace("\"system\": \"http://www.ama-assn.org/go/cpt\",\n                  \"code\": \"PT-1\"", "\"system\": \"https://ehr.example/codes\",\n                  \"code\": \"PT-1\"", StringComparison.Ordinal);
        Assert.Contains("https://ehr.example/codes", call, StringComparison.Ordinal);
        using var chart = JsonDocument.Parse(call);
        await server.LoadAsync(chart.RootElement);
        await using var plain = NewApp(rules);
        await using var app = NewApp(rules, ("Rules:Shadow:Directory", tried.Folder));

        var before = await Fetching.AnswerAsync(plain, Fetching.Without(Shown.SixWeeks, server.Address));
        var asked = (await server.RequestsAsync()).Count;
        await server.ForgetRequestsAsync();
        var after = await Fetching.AnswerAsync(app, Fetching.Without(Shown.SixWeeks, server.Address));

        var decision = Assert.Single(await Kept.DecisionsIn(app, 1));
        Assert.NotEqual(0, asked);
        Assert.Equal(asked, (await server.RequestsAsync()).Count);
        Assert.Equal(Fetching.Criteria(before), Fetching.Criteria(after));
        Assert.Equal("not-met", decision.Criteria.Single(criterion => criterion.Id is "physical-therapy").Result);
        using var shadow = JsonDocument.Parse(decision.Shadow!);
        Assert.Equal("met documented", CallOf(shadow.RootElement).Criteria["physical-therapy"].Outcome);
        Assert.Equal("sharedDecision", shadow.RootElement.GetProperty("cardKind").GetString());
        Assert.Empty(shadow.RootElement.GetProperty("lacking").EnumerateArray());
    }

    [Fact]
    public async Task A_call_that_only_the_shadow_is_about_is_answered_with_silence_and_recorded()
    {
        using RulesFolder rules = new();
        using RulesFolder tried = WithOwnCode();
        await using var app = rules.NewApp(("Rules:Shadow:Directory", tried.Folder));

        Assert.Null(await app.CardAsync(change: OwnCode));

        var decision = Assert.Single(await Kept.DecisionsIn(app, 1));
        Assert.Equal(("", null), (decision.Row, decision.CardKind));
        Assert.Empty(decision.Criteria);
        using var shadow = JsonDocument.Parse(decision.Shadow!);
        Assert.Equal("sharedDecision", shadow.RootElement.GetProperty("cardKind").GetString());
    }

    [Fact]
    public async Task Of_a_call_that_neither_is_about_nothing_more_is_read_or_recorded()
    {
        using RulesFolder rules = new();
        using RulesFolder tried = WithOwnCode();
        await using var app = rules.NewApp(("Rules:Shadow:Directory", tried.Folder));
        using MetricSink metrics = new(app, "cdshooks.shadows");

        using var response = await app.PostAsync(Some.ForeignCall.Replace("{\"conditions\":null}", "\"not even an object\"", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("sharedDecision", await app.KindAsync());

        // They are judged in order, so one before would be there.
        Assert.Single(await Kept.DecisionsIn(app, 1));
        Assert.Equal(["1 outcome=judged"], metrics.Lines);
    }

    [Fact]
    public async Task A_call_that_the_shadow_cannot_read_is_answered_and_counted()
    {
        using RulesFolder rules = new();
        using RulesFolder tried = WithOwnCode();
        await using var app = rules.NewApp(("Rules:Shadow:Directory", tried.Folder));
        using MetricSink metrics = new(app, "cdshooks.shadows");

        using var response = await app.PostAsync(OwnCode(Some.FusionCall("\"not even an object\"").Replace("http://www.cms.gov/Medicare/Coding/ICD10", "https://ehr.example/codes", StringComparison.Ordinal).Replace("0SG00AJ", "FUSE-1", StringComparison.Ordinal)));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        await Eventually.SeeAsync(() => Task.FromResult(metrics.Lines.Count), count => count == 1);
        Assert.Equal(["1 outcome=failed"], metrics.Lines);
    }

    [Fact]
    public async Task A_call_that_finds_no_room_is_recorded_without_its_shadow()
    {
        using RulesFolder rules = EightWeeks();
        await using var app = rules.NewApp(("Rules:Shadow:SiteParameters", "eight"));

        using var response = await app.PostAsync($"{{\"more\":\"{new string('x', 5 * 1024 * 1024)}\",{Some.Case(Shown.SixWeeks).TrimStart()[1..]}", EvaluationDate);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("""{"skipped":"dropped"}""", Assert.Single(await Kept.DecisionsIn(app, 1)).Shadow);
        Assert.Contains(app.Logs.Lines, line => line.Contains("ShadowQueue[2400]", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("1", 20)]
    public async Task A_share_of_the_calls_is_judged(string share, int judged)
    {
        using RulesFolder rules = EightWeeks();
        await using var app = rules.NewApp(("Rules:Shadow:SiteParameters", "eight"), ("Rules:Shadow:Share", share));
        for (var call = 0; call < 20; call++)
        {
            await app.KindAsync();
        }

        Assert.Equal(judged, (await Kept.DecisionsIn(app, 20)).Count(decision => decision.Shadow is not null));
    }

    [Fact]
    public async Task A_faulty_shadow_changes_nothing_but_readiness_and_is_tried_when_it_is_mended()
    {
        using RulesFolder rules = new();
        using RulesFolder tried = new();
        tried.SetWeeks(80);
        await using var app = rules.NewApp(("Rules:Shadow:Directory", tried.Folder));

        Assert.Equal("sharedDecision", await app.KindAsync());
        Assert.Equal("""{"skipped":"no-rules"}""", Assert.Single(await Kept.DecisionsIn(app, 1)).Shadow);
        var ready = await app.ReadyAsync("degraded");
        Assert.StartsWith("The shadow rules cannot be used (", ready.GetProperty("cause").GetString(), StringComparison.Ordinal);
        Assert.EndsWith("nothing is judged in shadow.", ready.GetProperty("cause").GetString(), StringComparison.Ordinal);
        Assert.Contains("pt.minWeeks", ready.GetProperty("issues")[0].GetString(), StringComparison.Ordinal);

        tried.SetWeeks(8);

        await app.ReadyAsync("ready");
        Assert.Equal("sharedDecision", await app.KindAsync());
        Assert.Single(await Kept.DecisionsIn(app, 2), decision => decision.Shadow!.Contains("indicationMissing", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Rules_that_served_and_were_only_tried_are_exchanged_without_a_restart()
    {
        using RulesFolder rules = new();
        using RulesFolder tried = new();
        tried.SetWeeks(8);
        await using var app = rules.NewApp(("Rules:Shadow:Directory", tried.Folder));
        var version = app.VersionOf();
        var shadow = (await app.ReadyAsync()).GetProperty("shadowRules").GetString();

        rules.SetWeeks(8);

        Assert.Equal(shadow, await app.OtherVersionAsync(version));
        Assert.Equal("indicationMissing", await app.KindAsync());
    }

    [Fact]
    public async Task Nothing_in_the_shadow_says_who_the_patient_is()
    {
        using RulesFolder rules = EightWeeks();
        await using TestStore store = new SqliteTestStore();
        await using var app = rules.NewApp(("Rules:Shadow:SiteParameters", "eight"), ("Store:ConnectionString", store.ConnectionString));
        foreach (var name in Some.CaseNames.Take(30))
        {
            using var response = await app.PostAsync(Sentinel.PlantedIn(Some.Case(name)), EvaluationDate);
        }

        await Kept.DecisionsIn(app, 10);
        await using var connection = await store.OpenAsync();
        var kept = await connection.DumpAsync("decision");
        Assert.Contains("\"lacking\"", kept, StringComparison.Ordinal);
        Assert.False(Sentinel.IsIn(kept), "The store holds a word of the request.");
        Assert.DoesNotContain("2026-", kept, StringComparison.Ordinal);
        Assert.DoesNotContain("Condition/", kept, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_still_waits_at_the_end_of_the_process_is_recorded()
    {
        using RulesFolder rules = EightWeeks();
        await using TestStore store = new SqliteTestStore();
        await using (var app = rules.NewApp(("Rules:Shadow:SiteParameters", "eight"), ("Store:ConnectionString", store.ConnectionString)))
        {
            for (var call = 0; call < 5; call++)
            {
                Assert.Equal("sharedDecision", await app.KindAsync());
            }
        }

        await using var next = new ServiceApp { Store = store.ConnectionString };
        var decisions = await Kept.DecisionsIn(next);
        Assert.Equal(5, decisions.Count);
        Assert.All(decisions, decision => Assert.NotNull(decision.Shadow));
    }

    private static RulesFolder EightWeeks()
    {
        RulesFolder rules = new();
        File.WriteAllText(
            Path.Combine(rules.Folder, "parameters", "Parameters-eight.json"),
            """{"resourceType":"Parameters","id":"eight","parameter":[{"name":"pt.minWeeks","valueInteger":8}]}""");
        return rules;
    }

    private static RulesFolder WithOwnCode()
    {
        RulesFolder rules = new();
        rules.Change(OrderCodes, "\"include\": [", "\"include\": [ { \"system\": \"https://ehr.example/codes\", \"concept\": [ { \"code\": \"FUSE-1\" } ] },");
        return rules;
    }

    private static string OwnCode(string body) => body.Replace("http://www.ama-assn.org/go/cpt\",\n                  \"code\": \"22630\"", "https://ehr.example/codes\",\n                  \"code\": \"FUSE-1\"", StringComparison.Ordinal);

    private ServiceApp NewApp(RulesFolder rules, params (string Name, string Value)[] settings) => rules.NewApp(
    [
        .. Fetching.SettingsWith(server.Address, ("Clients:Anonymous:DeadlineMilliseconds", "10000"), ("FhirAccess:AttemptMilliseconds", "9000")).Select(setting => (setting.Key, setting.Value!)),
        .. settings,
    ]);

    private static CompiledPlan PlanOf(RulesFolder rules, string? siteParameters) =>
        new PlanLoader(KnowledgeFiles.ReadDirectory(rules.Folder, new IssueList())).Load(Plan, siteParameters).Plan!;

    /// <summary>What a plan makes of a case; null when it is about none of its orders.</summary>
    private static string? Outcome(CompiledPlan plan, string name)
    {
        using var request = HookRequest.Read(System.Text.Encoding.UTF8.GetBytes(Some.Case(name)), ordersMayBeMissing: true);
        PlanQuestion question = new(new DateTimeOffset(2026, 6, 1, 12, 0, 0, TimeSpan.Zero), new DateOnly(2026, 6, 1), new CardOptions(), () => Guid.Empty);
        var orders = plan.Match(request.Context, question.Now, question.EvaluationDate);
        if (orders.Result is CriterionResult.NotMet)
        {
            return null;
        }

        var decision = plan.Decide(request.Context, orders, request.ReadRest(plan.Rules.Terminology, plan.Rules.KeepAll).Sets, question);
        return decision.Row.Length == 0 ? null : decision.Card?.Source.Topic?.Code ?? JudgedCall.NoCard;
    }

    private static JudgedCall CallOf(JsonElement shadow) => new(
        new RulesIdentity(shadow.GetProperty("plan").GetString()!, shadow.GetProperty("siteParameters").GetString()!, shadow.GetProperty("rulesVersion").GetString()),
        shadow.GetProperty("row").GetString()!,
        shadow.TryGetProperty("cardKind", out var kind) ? kind.GetString() : null,
        shadow.GetProperty("criteria").EnumerateArray().ToDictionary(criterion => criterion.GetProperty("id").GetString()!, criterion => new JudgedCriterion($"{criterion.GetProperty("result")} {criterion.GetProperty("reason")}", []), StringComparer.Ordinal));
}
