using System.Collections.Concurrent;
using CdsHooks.Decision;
using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Evidence;
using CdsHooks.Decision.Intake;
using CdsHooks.Decision.Plan;
using CdsHooks.Simulation.Runs;
using CdsHooks.Tests.Architecture;
using CdsHooks.Workbench.Cases;
using CdsHooks.Workbench.Plans;
using Xunit;

namespace CdsHooks.Tests.Plan;

/// <summary>Plans that are judged together give what each gives alone: for another value of each parameter, over every golden case.</summary>
public sealed class PlanFamilyTests
{
    private const int Turns = 12;

    private static readonly KnowledgeSource Source = KnowledgeSource.Open(Repository.PathOf("fhir-profiles"));

    [Fact]
    public void What_is_taken_over_is_what_a_plan_finds_itself()
    {
        var plans = Plans();
        var family = new PlanFamily(plans);
        ConcurrentBag<string> wrong = [];
        ConcurrentDictionary<string, bool> turned = new(StringComparer.Ordinal);

        // Each plan judges one in twelve cases, in turn, so that it sees some of every folder.
        CaseFolder.List(Repository.PathOf("tests", "cases")).Index().AsParallel().ForAll(numbered =>
        {
            var (number, run) = numbered;
            var (record, clock) = Read(run, plans[0]);
            var judged = family.Judge(record, clock);
            for (var index = number % Turns; index < plans.Count; index += Turns)
            {
                var alone = plans[index].Judge(record, plans[index].Rules.Match(record.Orders), clock);
                if (!string.Equals(TextOf(judged[index]), TextOf(alone), StringComparison.Ordinal))
                {
                    wrong.Add($"{run.Name}: {NameOf(plans[index])}");
                }

                if (!string.Equals(TextOf(judged[index]), TextOf(judged[0]), StringComparison.Ordinal))
                {
                    turned[NameOf(plans[index])] = true;
                }
            }
        });

        Assert.True(wrong.IsEmpty, string.Join('\n', wrong.Order(StringComparer.Ordinal)));
        Assert.True(turned.Count > plans.Count / 2, "Few parameters turn any case: nothing would be noticed.");
    }

    [Fact]
    public void Plans_that_read_by_other_codes_are_no_family()
    {
        var other = KnowledgeSource.Open(Repository.PathOf("fhir-profiles"));

        Assert.Throws<ArgumentException>(() => new PlanFamily([Source.Load(Source.OnlyPlan(), siteParametersId: null), other.Load(other.OnlyPlan(), siteParametersId: null)]));
        Assert.Throws<ArgumentException>(() => new PlanFamily([]));
    }

    /// <summary>The plan with its defaults, and with another value of each of its parameters.</summary>
    private static IReadOnlyList<CompiledPlan> Plans()
    {
        var seed = Load([]);
        return [seed, .. seed.Rules.Parameters.All.Select(parameter => Load([$"{parameter.Name}={OtherValue(parameter)}"]))];

        static CompiledPlan Load(IReadOnlyList<string> changes) => RulesLoader.Side(Source, "version", plan: null, siteParameters: null, changes).Plan;
    }

    private static string OtherValue(PlanParameter parameter) => parameter.Type switch
    {
        ParameterType.Integer or ParameterType.Decimal => ParameterValue.Of(parameter.Value.Number == parameter.Minimum ? parameter.Maximum!.Value : parameter.Minimum!.Value).ToText(parameter.Type),
        ParameterType.Boolean => parameter.Value.IsTrue ? "false" : "true",
        _ => parameter.Allowed.First(code => !parameter.Value.Codes.SequenceEqual([code], StringComparer.Ordinal)),
    };

    private static string NameOf(CompiledPlan plan) =>
        string.Join(' ', plan.Rules.Parameters.All.Where(parameter => !string.Equals(parameter.Text, parameter.Default.ToText(parameter.Type), StringComparison.Ordinal)).Select(parameter => $"{parameter.Name}={parameter.Text}"));

    private static (PatientRecord Record, AssessmentClock Clock) Read(CaseRun run, CompiledPlan plan)
    {
        var now = new DateTimeOffset(run.Expected.Today, new TimeOnly(12, 0), TimeSpan.Zero);
        using var request = HookRequest.Read(run.Request);
        var orders = plan.Match(request.Context, now, evaluationDate: null);
        var sets = request.ReadRest(plan.Rules.Terminology, Enum.GetValues<EvidenceKind>().ToHashSet()).Sets;
        return (PatientRecordBuilder.Build(plan.Rules.Terminology, request.Context.PatientId, orders.Orders, sets, now), orders.ClockFor(now));
    }

    private static string TextOf(PlanJudgement judgement) => string.Join('\n', judgement.Assessment.Criteria
        .Select(finding => $"{finding.Id} {finding.Result} {finding.Reason} {finding.Facts} {string.Join(',', finding.Evidence.Select(item => item.Reference))}")
        .Append($"{judgement.Choice?.Row.Id} {judgement.Choice?.Indicator}"));
}
