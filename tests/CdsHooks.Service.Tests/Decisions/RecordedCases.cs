using System.Globalization;
using System.Text;
using System.Text.Json;
using CdsHooks.Decision;
using CdsHooks.Decision.Cards;
using CdsHooks.Decision.Intake;
using CdsHooks.Decision.Plan;
using CdsHooks.Service.Hooks.Decisions;
using CdsHooks.Service.Knowledge.Rules;
using CdsHooks.Service.Tests.Infrastructure;

namespace CdsHooks.Service.Tests.Decisions;

/// <summary>The golden cases, decided by the engine on their own day and recorded as the service does.</summary>
internal static class RecordedCases
{
    private const string Plan = "https://cdshooks.example.org/fhir/PlanDefinition/lumbar-fusion";

    private static readonly KnowledgeFiles Knowledge = KnowledgeFiles.ReadDirectory(Path.Combine(Some.Repository, "fhir-profiles"), new IssueList());

    private static readonly PlanLoader Loader = new(Knowledge);

    public static IReadOnlyList<string> Names { get; } =
        [.. Directory.EnumerateFiles(Some.Cases, "request.json", SearchOption.AllDirectories).Select(file => Path.GetFileName(Path.GetDirectoryName(file))!).Order(StringComparer.Ordinal)];

    /// <summary>The plan with some parameters changed.</summary>
    /// <param name="parameters">Name and value.</param>
    public static CompiledPlan PlanWith(params (string Name, decimal Value)[] parameters)
    {
        var declared = Loader.Load(Plan).Plan!.Rules.Parameters;
        var list = parameters.Select(given =>
            $$"""{"name":"{{given.Name}}","{{MemberOf(declared.Find(given.Name)!.Type)}}":{{(declared.Find(given.Name)!.Type is ParameterType.Boolean ? (given.Value is 1 ? "true" : "false") : given.Value.ToString(CultureInfo.InvariantCulture))}}}""");
        var json = $$"""{"resourceType":"Parameters","id":"changed"{{(parameters.Length is 0 ? "" : $",\"parameter\":[{string.Join(',', list)}]")}}}""";
        var resource = KnowledgeFiles.ReadOne("changed.json", Encoding.UTF8.GetBytes(json), new IssueList())!;
        var loaded = Loader.Load(Plan, resource);
        return loaded.Plan ?? throw new InvalidOperationException(string.Join("; ", loaded.Issues));
    }

    private static string MemberOf(ParameterType type) => type switch
    {
        ParameterType.Integer => "valueInteger",
        ParameterType.Boolean => "valueBoolean",
        _ => "valueDecimal",
    };

    /// <summary>What the engine decides.</summary>
    public static PlanDecision Decide(string name, CompiledPlan plan, string? body = null)
    {
        using var request = HookRequest.Read(Encoding.UTF8.GetBytes(body ?? Some.Case(name)));
        using var expected = JsonDocument.Parse(File.ReadAllText(Path.Combine(Some.Cases, name, "expected.json")));
        var today = expected.RootElement.TryGetProperty("today", out var day) ? day.GetString()! : "2026-06-01";
        var now = new DateTimeOffset(DateOnly.Parse(today, CultureInfo.InvariantCulture), new TimeOnly(12, 0), TimeSpan.Zero);
        PlanQuestion question = new(now, EvaluationDate: null, new CardOptions(), () => Guid.Empty);
        var orders = plan.Match(request.Context, now, question.EvaluationDate);
        return plan.Decide(request.Context, orders, request.ReadRest(plan.Rules.Terminology, plan.Rules.KeepAll).Sets, question);
    }

    /// <summary>The record of a decision after it has been a row of the store.</summary>
    public static DecisionRecord Record(CompiledPlan plan, PlanDecision decision)
    {
        CdsService service = new("lumbar-fusion-order-sign", "order-sign", plan, [], Page: null);
        var record = DecisionExtract.Of(Guid.Empty, DateTimeOffset.UnixEpoch, service, "test", decision, new DecisionTimings(0, 0, 1, 0, 1, 0));
        return record with { Criteria = DecisionJson.ReadCriteria(DecisionJson.WriteCriteria(record.Criteria), DecisionJson.WriteFigures(record.Criteria)) };
    }
}
