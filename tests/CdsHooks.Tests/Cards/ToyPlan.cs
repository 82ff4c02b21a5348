using System.Text;
using System.Text.Json.Nodes;
using CdsHooks.Decision.Cards;
using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Plan;
using CdsHooks.Tests.Criteria;
using Xunit;
using static CdsHooks.Tests.Cards.ToyJson;

namespace CdsHooks.Tests.Cards;

/// <summary>A small made-up plan (an ankle brace) whose rows, cards and companions a test replaces as it likes.</summary>
internal sealed record ToyPlan
{
    public const string Base = "https://cdshooks.example.org/fhir/";
    public const string WalkOrder = Base + "ActivityDefinition/walk";
    public const string Overrides = Base + "CodeSystem/toy-overrides";
    public const string Things = Base + "ValueSet/toy-things";

    public IReadOnlyList<JsonObject> Rows { get; init; } = [Row("shown", Shows("toyCard"), Fixed("warning"))];

    public IReadOnlyList<JsonObject> Cards { get; init; } = [Card("toyCard", "A toy card.")];

    public IReadOnlyList<JsonObject> Phrases { get; init; } = [];

    public IReadOnlyList<(string Reason, string Brief)> Briefs { get; init; } = [("too-short", "{days} days"), ("too-short", "too short"), ("not-retrieved", "not read")];

    public string CareShortForm { get; init; } = "all of the care";

    public string WalkShortForm { get; init; } = "walking {toy.minWeeks} wk";

    public string TooShort { get; init; } = "on file, but too short ({days} days, {events} visits)";

    public IReadOnlyList<(string Code, string? Display)> Kinds { get; init; } = [("toyCard", "Toy card"), ("otherCard", "Another toy card")];

    public IReadOnlyList<(string Code, string? Display)> OverrideReasons { get; init; } = [("elsewhere", "Care given elsewhere"), ("other", "Another reason")];

    public JsonObject Activity { get; init; } = new()
    {
        ["resourceType"] = "ActivityDefinition",
        ["url"] = WalkOrder,
        ["status"] = "active",
        ["kind"] = "ServiceRequest",
        ["code"] = new JsonObject { ["coding"] = new JsonArray(new JsonObject { ["system"] = "https://toy.example", ["code"] = "walk", ["display"] = "Walking" }) },
    };

    public IReadOnlyDictionary<string, JsonNode> SiteParameters { get; init; } = new Dictionary<string, JsonNode>(StringComparer.Ordinal);

    public static ToyRules Loaded(Func<ToyPlan, ToyPlan> change)
    {
        var loaded = change(new ToyPlan()).Load();

        Assert.DoesNotContain(loaded.Issues, issue => issue.IsError);
        return loaded;
    }

    public ToyRules Load()
    {
        IssueList issues = new();
        var knowledge = KnowledgeFiles.Of(Files().Select(file => (file.Name, (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(file.Json.WithoutEmptyLists().ToJsonString()))), issues);
        var terminology = RuleSetLoader.BuildTerminology(knowledge, issues);
        var plan = knowledge.Find(Base + "PlanDefinition/toy")!;
        var rules = RuleSetLoader.Load(knowledge, terminology, plan, knowledge.OfType("Parameters").FirstOrDefault(), issues);

        Assert.True(rules is not null, string.Join('\n', issues.Issues));
        var table = CardTableLoader.Load(knowledge, plan, rules, issues);
        return new ToyRules(rules, table, issues.Issues);
    }

    private IEnumerable<(string Name, JsonObject Json)> Files()
    {
        yield return ("plan.json", Plan());
        yield return ("walk.json", Activity);
        yield return ("kinds.json", CodeSystem("card-kind", [.. Kinds]));
        yield return ("overrides.json", CodeSystem("toy-overrides", [.. OverrideReasons]));
        yield return ("reasons.json", Reasons());
        yield return ("things.json", new JsonObject
        {
            ["resourceType"] = "ValueSet",
            ["url"] = Things,
            ["status"] = "active",
            ["compose"] = new JsonObject
            {
                ["include"] = new JsonArray(new JsonObject
                {
                    ["system"] = "https://toy.example",
                    ["concept"] = new JsonArray(new JsonObject { ["code"] = "thing" }),
                }),
            },
        });
        if (SiteParameters.Count > 0)
        {
            yield return ("profile.json", new JsonObject
            {
                ["resourceType"] = "Parameters",
                ["id"] = "site",
                ["parameter"] = new JsonArray([.. SiteParameters.Select(entry => new JsonObject
                {
                    ["name"] = entry.Key,
                    [ToyPlanParts.ValueName(entry.Value)] = entry.Value.DeepClone(),
                })]),
            });
        }
    }

    private string PhraseOf(string code) => code switch
    {
        "too-short" => TooShort,
        "measured-negative" => "measured: {measured}",
        "not-documented" => "no record found in this chart",
        "documented" => "on file",
        _ => code.Replace('-', ' '),
    };

    private JsonObject Reasons()
    {
        var reasons = CodeSystem("criterion-reason", [.. ReasonCodes.All.Select(code => (code, (string?)PhraseOf(code)))]);
        foreach (var concept in reasons["concept"]!.AsArray())
        {
            concept!["property"] = new JsonArray([.. Briefs
                .Where(brief => string.Equals(brief.Reason, concept["code"]!.GetValue<string>(), StringComparison.Ordinal))
                .Select(brief => new JsonObject { ["code"] = "brief", ["valueString"] = brief.Brief })]);
        }

        return reasons;
    }

    private JsonObject Plan() => ToyPlanParts.Plan(CareShortForm, WalkShortForm, Rows, Cards, Phrases);
}
