using System.Globalization;
using System.Text;
using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Evidence;
using CdsHooks.Decision.Intake;
using CdsHooks.Decision.Plan;

namespace CdsHooks.Tests.Criteria;

/// <summary>
/// A patient's chart, one resource per line: <c>Type code key:value … | "json": "members"</c>. <c>Draft</c> is an order being signed;
/// without one there is a plain order. <c>!observations failed</c> says how a set was got: failed, truncated or absent as a client
/// says so; forbidden, timed-out or unparseable as fetching says so. Read as the service reads a request.
/// </summary>
internal sealed class Chart
{
    public static readonly DateOnly EvaluationDate = new(2026, 6, 1);

    private static readonly Dictionary<string, string> Keys =
        PrefetchKeys.All.ToDictionary(key => key.ResourceType, key => key.Key, StringComparer.Ordinal);

    private readonly List<(string Type, string Json)> _resources = [];
    private readonly List<string> _drafts = [];
    private readonly Dictionary<string, string> _outcomes = new(StringComparer.Ordinal);
    private string _patient = """{"resourceType":"Patient","id":"p1","birthDate":"1974-03-10"}""";

    private Chart(string lines)
    {
        foreach (var line in lines.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            Read(line);
        }

        if (_drafts.Count == 0)
        {
            _drafts.Add(ChartLine.Of("Draft order", "o1").Json);
        }
    }

    public static Chart Of(string lines) => new(lines);

    public PatientRecord Record(RuleSet rules)
    {
        using var request = HookRequest.Read(Encoding.UTF8.GetBytes(Request()));
        var sets = request.ReadRest(rules.Terminology, rules.KeepAll).Sets.Select(Fetched).ToList();
        return PatientRecordBuilder.Build(rules.Terminology, request.Context.PatientId, OrderRecords.Read(rules.Terminology, request.Context.DraftOrders), sets);
    }

    public Assessment Assess(TinyPlan plan, DateOnly? evaluationDate = null, DateOnly? today = null)
    {
        var record = Record(plan.Rules);
        return plan.Rules.Assess(record, plan.Rules.Match(record.Orders), new AssessmentClock(evaluationDate ?? EvaluationDate, today ?? evaluationDate ?? EvaluationDate));
    }

    public Finding Finding(TinyPlan plan, string id = "it", DateOnly? evaluationDate = null, DateOnly? today = null) => Assess(plan, evaluationDate, today).Find(id)!;

    /// <summary>Result and reason of a criterion, e.g. <c>not-met too-old</c>.</summary>
    public string Says(TinyPlan plan, string id = "it", DateOnly? evaluationDate = null, DateOnly? today = null)
    {
        var finding = Finding(plan, id, evaluationDate, today);
        return $"{finding.Result.ToCode()} {finding.Reason.ToCode()}";
    }

    public string Request()
    {
        var prefetch = PrefetchKeys.All
            .Where(key => _outcomes.GetValueOrDefault(key.Key) is not "absent")
            .Select(key => $"\"{key.Key}\":{(key.Key is PrefetchKeys.Patient ? PatientValue() : SetOf(key.Key))}");
        return $$$"""
            {"hook":"order-sign","hookInstance":"d1577c69-dfbe-44ad-ba6d-3e05e953b2ea","context":{"userId":"Practitioner/7","patientId":"p1",
            "draftOrders":{"resourceType":"Bundle","entry":[{{{Entries(_drafts)}}}]}},"prefetch":{{{{string.Join(",\n", prefetch)}}}}}
            """;
    }

    private static string Entries(IEnumerable<string> resources) => string.Join(",\n", resources.Select(json => $$"""{"resource":{{json}}}"""));

    private EvidenceSet Fetched(EvidenceSet set)
    {
        RetrievalOutcome? outcome = _outcomes.GetValueOrDefault(set.Retrieval.Key) switch
        {
            "forbidden" => RetrievalOutcome.Forbidden,
            "timed-out" => RetrievalOutcome.TimedOut,
            "unparseable" => RetrievalOutcome.Unparseable,
            _ => null,
        };
        return outcome is { } lost ? new EvidenceSet(set.Retrieval with { Outcome = lost, Count = 0 }, []) : set;
    }

    private string PatientValue() => _outcomes.ContainsKey(PrefetchKeys.Patient) ? Outcome() : _patient;

    private static string Outcome() => """{"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"timeout"}]}""";

    private string SetOf(string key)
    {
        var outcome = _outcomes.GetValueOrDefault(key);
        if (outcome is "failed")
        {
            return Outcome();
        }

        var link = outcome is "truncated" ? "\"link\":[{\"relation\":\"next\",\"url\":\"https://elsewhere.example/2\"}]," : string.Empty;
        var entries = Entries(_resources.Where(resource => string.Equals(Keys.GetValueOrDefault(resource.Type, "procedures"), key, StringComparison.Ordinal)).Select(resource => resource.Json));
        return $$"""{"resourceType":"Bundle","type":"searchset",{{link}}"entry":[{{entries}}]}""";
    }

    private void Read(string line)
    {
        if (line.StartsWith('!'))
        {
            var (key, outcome) = Node.Split(line[1..], ' ');
            _outcomes[key] = outcome;
            return;
        }

        var number = _resources.Count + _drafts.Count + 1;
        var resource = ChartLine.Of(line, "r" + number.ToString(CultureInfo.InvariantCulture));
        if (resource.IsDraft)
        {
            _drafts.Add(resource.Json);
        }
        else if (resource.Type is "Patient")
        {
            _patient = resource.Json;
        }
        else
        {
            _resources.Add((resource.Type, resource.Json));
        }
    }

}
