using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Plan;
using Xunit;

namespace CdsHooks.Tests.Criteria;

/// <summary>
/// A made-up plan. A value set <c>pain</c> that it mentions holds the codes <c>pain</c> and <c>pain-2</c> of one made-up code system,
/// unless <see cref="Sets"/> lists its codes. The body sites are lumbar: <c>lumbar</c> and <c>neck</c> are body sites inside and outside.
/// </summary>
internal sealed partial record TinyPlan(params string[] Criteria)
{
    public const string System = "https://codes.example/made-up";

    // Not a field: a copy made by "with" must be loaded anew.
    private static readonly ConditionalWeakTable<TinyPlan, RuleSet> Loaded = [];

    public string Orders { get; init; } = Node.Leaf(
        "the-order",
        "order",
        "",
        Node.Input("counts", "ServiceRequest", "code:order", "from=draft-orders"),
        Node.Input("counts", "ServiceRequest", "code:order-neutral", "from=draft-orders;bodySite=neutral;unstatedCounts=true"));

    public JsonObject[] Parameters { get; init; } = [];

    /// <summary>Named lists of inputs: contained Libraries.</summary>
    public string[] Lists { get; init; } = [];

    /// <summary>The letters of the vertebrae inside.</summary>
    public string Levels { get; init; } = string.Empty;

    public (string Lower, string Upper)[] Limits { get; init; } = [];

    /// <summary>Words beside which a reason in words is not believed; null for a plan that does not say.</summary>
    public string[]? Denials { get; init; } = ["no", "Ruled"];

    /// <summary>Members of a Parameters resource, or null.</summary>
    public string? SiteParameters { get; init; }

    public Dictionary<string, string[]> Sets { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Value sets whose codes carry an ordinal: set, then code and number.</summary>
    public Dictionary<string, (string Code, decimal Ordinal)[]> Ordinals { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Further resources of the knowledge.</summary>
    public (string File, string Json)[] More { get; init; } = [];

    /// <summary>Changes the finished PlanDefinition.</summary>
    public Action<JsonObject>? Edit { get; init; }

    public RuleSet Rules => Loaded.GetValue(this, plan => plan.Load());

    public static JsonObject Number(string name, decimal value, decimal minimum, decimal maximum, string? unit = null, bool isInteger = false)
    {
        var kind = isInteger ? "valueInteger" : "valueDecimal";
        List<JsonNode> parts = [Node.Sub("default", kind, value), Node.Sub("minimum", kind, minimum), Node.Sub("maximum", kind, maximum)];
        if (unit is not null)
        {
            parts.Add(Node.Sub("unit", "valueCode", unit));
        }

        return Parameter(name, isInteger ? "integer" : "decimal", [.. parts]);
    }

    public static JsonObject Flag(string name, bool value) => Parameter(name, "boolean", Node.Sub("default", "valueBoolean", value));

    public static JsonObject Code(string name, string value, params string[] allowed) =>
        Parameter(name, "code", [Node.Sub("default", "valueCode", value), .. allowed.Select(code => Node.Sub("allowed", "valueCode", code))]);

    public static JsonObject List(string name, string[] values, params string[] allowed)
    {
        var list = Parameter(
            name,
            "code",
            [.. values.Select(code => Node.Sub("default", "valueCode", code)), .. allowed.Select(code => Node.Sub("allowed", "valueCode", code))]);
        list["max"] = "*";
        return list;
    }

    public static JsonObject Parameter(string name, string type, params JsonNode[] parts) => new()
    {
        ["extension"] = new JsonArray(Node.Part("site-parameter", parts)),
        ["name"] = name,
        ["use"] = "in",
        ["type"] = type,
        ["documentation"] = "Says " + name,
    };

    public IReadOnlyList<KnowledgeIssue> Issues()
    {
        var issues = new IssueList();
        TryLoad(issues);
        return issues.Issues;
    }

    public RuleSet? TryLoad(IssueList issues)
    {
        var plan = Plan();
        var files = new List<(string File, string Json)> { ("plan.json", plan), ("reasons.json", Reasons()) };
        files.AddRange(ValueSets(plan).Select(set => ($"{set.Key}.json", set.Value)));
        files.AddRange(More);
        var knowledge = KnowledgeFiles.Of(files.Select(file => (file.File, (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(file.Json))), issues);
        var terminology = RuleSetLoader.BuildTerminology(knowledge, issues);
        var siteParameters = SiteParameters is null ? null : KnowledgeFiles.Of([("site.json", Bytes(SiteParameters))], issues).Resources[0];
        return RuleSetLoader.Load(knowledge, terminology, knowledge.Find("https://plans.example/tiny")!, siteParameters, issues);
    }

    /// <summary>A Parameters resource with an id.</summary>
    public static string SiteParametersWith(params string[] entries) =>
        $$"""{ "resourceType": "Parameters", "id": "site", "parameter": [ {{string.Join(", ", entries)}} ] }""";

    public static string ValueSet(string id, params string[] codes) => ValueSetOf(id, codes.Select(code => $$"""{"code":"{{code}}"}"""));

    private static string ValueSetOf(string id, IEnumerable<string> concepts)
    {
        var compose = $$$""","compose":{"include":[{"system":"{{{System}}}","concept":[{{{string.Join(',', concepts)}}}]}]}""";
        return $$"""{"resourceType":"ValueSet","url":"{{Node.ValueSet(id)}}","status":"active"{{(concepts.Any() ? compose : "")}}}""";
    }

    private static ReadOnlyMemory<byte> Bytes(string json) => Encoding.UTF8.GetBytes(json);

    private static JsonObject PartOf(string code, params string[] actions)
    {
        var coding = new JsonObject { ["system"] = Node.Base + "CodeSystem/plan-part", ["code"] = code };
        var part = code is "orders" ? JsonNode.Parse(actions[0])!.AsObject() : new JsonObject { ["action"] = new JsonArray([.. actions.Select(action => JsonNode.Parse(action))]) };
        var kinds = part["code"] as JsonArray ?? [];
        part["code"] = new JsonArray([new JsonObject { ["coding"] = new JsonArray(coding) }, .. kinds.Select(kind => kind!.DeepClone())]);
        return part;
    }

    private static string Reasons()
    {
        var concepts = ReasonCodes.All.Select(code => (JsonNode)new JsonObject { ["code"] = code, ["display"] = "because of " + code });
        return new JsonObject
        {
            ["resourceType"] = "CodeSystem",
            ["url"] = Node.Base + "CodeSystem/criterion-reason",
            ["status"] = "active",
            ["content"] = "complete",
            ["concept"] = new JsonArray([.. concepts]),
        }.ToJsonString();
    }

    private RuleSet Load()
    {
        var issues = new IssueList();
        var rules = TryLoad(issues);
        Assert.Empty(issues.Issues);
        return rules!;
    }

    private string Plan()
    {
        JsonNode[] region = [.. new[] { ("site", "lumbar"), ("otherSite", "neck"), ("reason", "back-reason"), ("otherReason", "neck-reason"), ("nearby", "nearby") }
            .Select(member => Node.Sub(member.Item1, "valueCanonical", Node.ValueSet(member.Item2))),
            .. Levels.Length > 0 ? [Node.Sub("levels", "valueString", Levels)] : Array.Empty<JsonNode>()];
        var limits = Limits.Select(limit => (JsonNode)Node.Part(
            "plan-limit",
            Node.Sub("lower", "valueCode", limit.Lower),
            Node.Sub("upper", "valueCode", limit.Upper),
            Node.Sub("meaning", "valueString", "Mind the order.")));
        var plan = new JsonObject
        {
            ["resourceType"] = "PlanDefinition",
            ["url"] = "https://plans.example/tiny",
            ["status"] = "active",
            ["version"] = "1.2.3",
            ["title"] = "Tiny",
            ["contained"] = new JsonArray([.. Lists.Select(list => JsonNode.Parse(list)), LibraryOf("parameters", "parameter", [.. Parameters.Select(parameter => parameter.DeepClone())])]),
            ["extension"] = new JsonArray([.. limits, Node.Part("plan-body-sites", region), .. DenialsOf()]),
            ["action"] = new JsonArray(PartOf("orders", Orders), PartOf("criteria", Criteria)),
        };
        Edit?.Invoke(plan);
        return plan.WithoutEmptyLists().ToJsonString();
    }

    private static JsonObject LibraryOf(string id, string member, JsonNode[] items) => new()
    {
        ["resourceType"] = "Library",
        ["id"] = id,
        ["status"] = "active",
        ["type"] = new JsonObject { ["text"] = "What a plan is made of" },
        [member] = new JsonArray(items),
    };

    private IEnumerable<JsonNode> DenialsOf() =>
        Denials is null ? [] : [Node.Part("plan-denials", [.. Denials.Select(word => Node.Sub("word", "valueString", word))])];

    private Dictionary<string, string> ValueSets(string plan)
    {
        Dictionary<string, string> sets = new(StringComparer.Ordinal);
        foreach (var id in MentionedSets().Matches(plan).Select(match => match.Groups["id"].Value).Where(id => !id.StartsWith("no-such", StringComparison.Ordinal)).Distinct(StringComparer.Ordinal))
        {
            var concepts = Ordinals.TryGetValue(id, out var ordinals)
                ? ordinals.Select(member => $$"""{"code":"{{member.Code}}","extension":[{"url":"http://hl7.org/fhir/StructureDefinition/ordinalValue","valueDecimal":{{member.Ordinal}}}]}""")
                : Sets.GetValueOrDefault(id, [id, id + "-2"]).Select(code => $$"""{"code":"{{code}}"}""");
            sets.Add(id, ValueSetOf(id, concepts));
        }

        return sets;
    }

    [GeneratedRegex(@"https://cdshooks\.example\.org/fhir/ValueSet/(?<id>[\w-]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex MentionedSets();
}
