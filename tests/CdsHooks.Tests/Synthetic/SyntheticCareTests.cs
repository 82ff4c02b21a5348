using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Fhir.Terminology;
using CdsHooks.Workbench.Cases;
using Xunit;

namespace CdsHooks.Tests.Synthetic;

/// <summary>What looks like care and is not: a plan of physiotherapy, and a drug that was once ordered and never ended.</summary>
public sealed class SyntheticCareTests
{
    private const string ValueSets = "https://cdshooks.example.org/fhir/ValueSet/";

    private static readonly TerminologyIndex Terminology = SyntheticBases.Plan.Rules.Terminology;

    private static readonly SyntheticCode[] Physiotherapy = MembersOf("physical-therapy-plans");

    private static readonly (string Criterion, SyntheticCode[] Drugs)[] Trials =
    [
        ("anti-inflammatory-trial", [.. MembersOf("nsaid-ingredients").Where(drug => !IsIn(drug, "topical-nsaid-products"))]),
        ("neuropathic-trial", MembersOf("neuropathic-agent-ingredients")),
    ];

    [Fact]
    public void A_plan_of_physiotherapy_is_no_session_of_it() => SyntheticRun.Holds((seed, dice) =>
    {
        const string Criterion = "physical-therapy";
        var (run, result) = SyntheticBases.All[(int)(seed % (uint)SyntheticBases.All.Count)];
        Mixture mixture = new(run.Request);
        SyntheticWriter writer = new(dice, mixture.PatientId, byUuid: dice.Next(2) == 0, imported: null);
        SyntheticCare care = new(dice, writer, run.Expected.Today);
        for (var plans = 1 + dice.Next(4); plans > 0; plans--)
        {
            var visit = care.Visit(run.Expected.Today.AddDays(-dice.Next(800)));
            care.Plan(visit, reason: null, Physiotherapy[dice.Next(Physiotherapy.Length)], [Physiotherapy[dice.Next(Physiotherapy.Length)]]);
        }

        var request = mixture.With(writer.Resources.Where(resource => resource.Type is "CarePlan")).Request();
        var (before, after) = (FindingOf(run, Criterion), FindingOf(run with { Request = request }, Criterion));
        // The plan explains what is missing, in words of its own: reason and summary say so, and nothing else does.
        var told = result.Excusing("planned", result).Differences(SyntheticBases.Decide(run, request).Excusing("planned", result));
        var counted = before?.Result == after?.Result && before?.Facts?.Events == after?.Facts?.Events ? string.Empty : $"{before} -> {after}";
        return told.Length + counted.Length == 0 ? string.Empty : $"{run.Name}\n{told}{counted}";
    });

    [Fact]
    public void An_active_drug_without_an_end_counts_for_its_supply_or_the_assumed_days_at_most() => SyntheticRun.Holds((_, dice) =>
    {
        var run = SyntheticBases.BackPain;
        var (criterion, drugs) = Trials[dice.Next(Trials.Length)];
        var elapsed = dice.Next(1200);
        int? supply = dice.Next(2) == 0 ? null : 1 + dice.Next(200);
        Mixture mixture = new(run.Request);
        SyntheticWriter writer = new(dice, mixture.PatientId, byUuid: dice.Next(2) == 0, imported: SyntheticWriter.At(run.Expected.Today.AddDays(-1), 4));
        SyntheticCare care = new(dice, writer, run.Expected.Today);
        care.EndlessDrug(care.Visit(run.Expected.Today.AddDays(-elapsed)), drugs[dice.Next(drugs.Length)], supply);

        var ordered = run with { Request = mixture.With(writer.Resources).Request() };
        var most = Math.Min(elapsed, supply ?? Number("drug.assumedDays"));
        var trial = FindingOf(ordered, criterion)!;
        var duration = FindingOf(ordered, "conservative-duration")!;
        var isTooLong = trial.Facts?.Days > most || duration.Facts?.Days > most;
        var isMetTooSoon = (trial.Result is CriterionResult.Met && most < Number("med.minTrialDays"))
            || (duration.Result is CriterionResult.Met && most < Number("conservative.minDays"));
        var isLost = elapsed <= 300 && most >= Number("med.minTrialDays") && trial.Result is not CriterionResult.Met;
        return isTooLong || isMetTooSoon || isLost ? $"{elapsed} days ago, supply {supply}: {trial}, {duration}" : string.Empty;
    });

    private static Finding? FindingOf(CaseRun run, string criterion) => SyntheticBases.Runner.Run(run).Call.Decision.Assessment.Find(criterion);

    private static int Number(string parameter) => (int)SyntheticBases.Plan.Rules.Parameters.Find(parameter)!.Value.Number;

    private static SyntheticCode[] MembersOf(string valueSet) =>
    [
        .. Terminology.Members(Terminology.IndexOf(ValueSets + valueSet))
            .Where(member => !member.IsPrefix)
            .Select(member => new SyntheticCode(member.System, member.Code, "A member of " + valueSet)),
    ];

    private static bool IsIn(SyntheticCode code, string valueSet) => Terminology.Lookup(code.System, code.Code).Contains(Terminology.IndexOf(ValueSets + valueSet));
}
