using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CdsHooks.Decision;
using CdsHooks.Decision.Cards;
using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Evidence;
using CdsHooks.Decision.Hooks;
using CdsHooks.Decision.Intake;
using CdsHooks.Decision.Plan;
using CdsHooks.Tests.Architecture;
using CdsHooks.Tests.Intake;
using CdsHooks.Workbench.Plans;

namespace CdsHooks.Tests.Cards;

/// <summary>The shipped plan under all site parameters, charts mixed of those of the golden cases, made-up assessments, and every taste that a client may have.</summary>
internal static partial class SomeCards
{
    public static readonly string?[] SiteParameterSets = [null, "aans2014", "nass", "nice", "payer-strict", "seed"];

    public static readonly DateOnly Today = new(2026, 6, 1);

    private static readonly string[] ChartTexts = ["3.5 mm at L4-L5", "<b>x</b> [y](https://evil.example) | z", new string('w', 300), "  ", "骨 \U0001F9B4 # - 1."];

    private static readonly bool[] Either = [true, false];
    private static readonly Uri?[] Pages = [null, new("https://cds.example/docs/lumbar-fusion")];
    private static readonly string[][] HostLists = [[], ["doi.org"], ["cds.example", "nih.gov"], ["nowhere.example"]];

    private static readonly Lazy<Dictionary<string, CompiledPlan>> Plans = new(() =>
    {
        var source = KnowledgeSource.Open(Repository.PathOf("fhir-profiles"));
        return SiteParameterSets.ToDictionary(profile => profile ?? string.Empty, profile => source.Load(source.OnlyPlan(), profile), StringComparer.Ordinal);
    });

    private static readonly Lazy<string[]> Requests = new(() =>
        [.. Directory.EnumerateFiles(Repository.PathOf("tests", "cases"), "request.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(File.ReadAllText)]);

    /// <summary>Every resource that some case prefetches, with the key it came under, about nobody.</summary>
    private static readonly Lazy<(string Key, string Json)[]> Pool = new(() =>
        [.. Requests.Value.SelectMany(request => Resources(JsonNode.Parse(request)!)).Distinct()]);

    public static CompiledPlan Of(string? siteParameters) => Plans.Value[siteParameters ?? string.Empty];

    /// <summary>The tastes: what a profile or an option of a client can set, in all combinations.</summary>
    public static IEnumerable<CardOptions> Tastes =>
        from behavior in Enum.GetValues<SelectionBehavior>()
        from suggestions in Either
        from style in Enum.GetValues<DetailStyle>()
        from page in Pages
        from hosts in HostLists
        select new CardOptions
        {
            SelectionBehavior = behavior,
            SuggestionsAllowed = suggestions,
            DetailStyle = style,
            SourceUrl = page,
            DocumentationUrl = page,
            LinkHosts = hosts,
        };

    /// <summary>A call of some case, its chart replaced by resources of any case; one key may be lost.</summary>
    public static string Call(int seed, IReadOnlyList<int> chart, int lost)
    {
        var request = JsonNode.Parse(Requests.Value[seed % Requests.Value.Length])!;
        var patient = request["context"]!["patientId"]!.GetValue<string>();
        var prefetch = new JsonObject();
        foreach (var (key, _) in PrefetchKeys.All.Select(known => (known.Key, known.Kind)))
        {
            prefetch[key] = new JsonObject { ["resourceType"] = "Bundle", ["type"] = "searchset", ["entry"] = new JsonArray() };
        }

        foreach (var index in chart)
        {
            var (key, json) = Pool.Value[index % Pool.Value.Length];
            var resource = JsonNode.Parse(json.Replace("Patient/@", $"Patient/{patient}", StringComparison.Ordinal));
            if (prefetch[key]?["entry"] is JsonArray entries)
            {
                entries.Add(new JsonObject { ["resource"] = resource });
            }
        }

        var gone = PrefetchKeys.All[lost % PrefetchKeys.All.Count].Key;
        if (lost % 3 == 0)
        {
            prefetch.Remove(gone);
        }
        else if (lost % 3 == 1)
        {
            prefetch[gone] = JsonNode.Parse("""{"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"exception"}]}""");
        }

        request["prefetch"] = prefetch;
        return request.ToJsonString();
    }

    /// <summary>What a client of some taste is told about a call.</summary>
    public static PlanDecision Decide(CompiledPlan plan, string call, CardOptions taste)
    {
        using var request = HookRequest.Read(Encoding.UTF8.GetBytes(call));
        var sets = request.ReadRest(plan.Rules.Terminology, plan.Rules.KeepAll).Sets;
        var now = new DateTimeOffset(Today, new TimeOnly(12, 0), TimeSpan.Zero);
        return plan.Decide(request.Context, plan.Match(request.Context, now, evaluationDate: null), sets, new PlanQuestion(now, EvaluationDate: null, taste, Counted()));
    }

    /// <summary>The card of an assessment.</summary>
    public static Card? Compose(CompiledPlan plan, Assessment assessment, CardOptions taste, int ordered) =>
        new CardComposer(plan.Rules, plan.Cards, Counted()).Compose(plan.Cards.Choose(assessment), assessment, new CardSubject("pat-1", "enc-1", index => index % 3 == ordered), taste);

    /// <summary>A made-up assessment that satisfies a row, and perhaps one before it.</summary>
    public static Assessment Assess(RuleSet rules, CardRow row, Dice dice)
    {
        var noise = 1 + dice.Next(40);
        var findings = rules.Criteria.Select(criterion =>
        {
            var wanted = row.Conditions.Concat(row.Lowered.Where(_ => dice.Next(2) == 0).SelectMany(lowered => lowered.Conditions))
                .FirstOrDefault(condition => string.Equals(condition.Criterion, criterion.Id, StringComparison.Ordinal));
            var result = dice.Next(40) < noise ? (CriterionResult)dice.Next(3) : CriterionResult.NotMet;
            var reason = wanted is { Reasons.Count: > 0 } ? One(wanted.Reasons, dice) : (Reason)dice.Next(26);
            return Finding(criterion.Id, wanted is null ? result : One(wanted.Results, dice), reason, dice, wanted?.IsFull);
        });
        var retrieval = PrefetchKeys.All.Select(key => new Retrieval(key.Key, key.Kind, (RetrievalOutcome)dice.Next(9), dice.Next(3)));
        return new Assessment(rules.Canonical, rules.SiteParameters, new AssessmentClock(Today.AddDays(-dice.Next(3)), Today), [.. findings], [.. retrieval]);
    }

    private static Finding Finding(string id, CriterionResult result, Reason reason, Dice dice, bool? isFull)
    {
        var evidence = Enumerable.Range(0, dice.Next(6)).Select(index => new EvidenceItem(
            dice.Next(2) == 0 ? $"Condition/{index}" : string.Empty,
            dice.Next(3) == 0 ? null : "2026-04-06",
            dice.Next(4) == 0 ? null : ChartTexts[dice.Next(ChartTexts.Length)]));
        var facts = isFull is null && dice.Next(2) == 0
            ? null
            : new FindingFacts(dice.Next(400), dice.Next(40), dice.Next(30), new DateOnly(2026, 1, 2), new DateOnly(2026, 3, 4), ChartTexts[dice.Next(ChartTexts.Length)]) { IsFull = isFull };
        return new Finding(id, result, reason, [.. evidence], facts);
    }

    private static T One<T>(IReadOnlyList<T> items, Dice dice) => items[dice.Next(items.Count)];

    private static Func<Guid> Counted()
    {
        var drawn = 0;
        return () => new Guid(++drawn, 0, 0, [1, 2, 3, 4, 5, 6, 7, 8]);
    }

    private static IEnumerable<(string Key, string Json)> Resources(JsonNode request)
    {
        foreach (var (key, bundle) in request["prefetch"]?.AsObject() ?? [])
        {
            foreach (var entry in (bundle as JsonObject)?["entry"] as JsonArray ?? [])
            {
                if (entry?["resource"] is JsonObject resource)
                {
                    yield return (key, Subject().Replace(resource.ToJsonString(), "Patient/@\""));
                }
            }
        }
    }

    [GeneratedRegex("Patient/[A-Za-z0-9.-]+\"", RegexOptions.None, 1000)]
    private static partial Regex Subject();
}
