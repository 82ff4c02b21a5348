using CdsHooks.Decision.Criteria;
using CdsHooks.Decision.Criteria.Matching;
using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Evidence;
using Hl7.Fhir.Model;

namespace CdsHooks.Decision.Plan;

/// <summary>Compiles a leaf by its kind. A new kind needs one method here and one class.</summary>
internal sealed class KindLoader
{
    private readonly LoadContext _load;
    private readonly InputLoader _inputs;
    private readonly InputLists _lists;
    private readonly Dictionary<string, Func<Leaf, Criterion>> _kinds;

    public KindLoader(LoadContext load, PlanBodySites bodySites)
    {
        _load = load;
        _inputs = new InputLoader(load, bodySites);
        _lists = new InputLists(load.Plan);
        _kinds = new(StringComparer.Ordinal)
        {
            ["order"] = Record,
            ["condition"] = Record,
            ["age"] = Age,
            ["measurement"] = Measurement,
            ["events"] = Events,
            ["medication-trial"] = MedicationTrial,
            ["trajectory"] = Trajectory,
            ["care-duration"] = CareDuration,
            ["levels"] = Levels,
        };
    }

    public IEnumerable<string> Kinds => _kinds.Keys;

    /// <summary>Compiles a leaf; null when its kind is unknown.</summary>
    public Criterion? Load(PlanDefinition.ActionComponent action, CriterionOutline outline)
    {
        if (!_kinds.TryGetValue(outline.Kind, out var compile))
        {
            return null;
        }

        var settings = new SettingsReader(action, [action.Part()], _load);
        outline = outline with { Parameters = _load.ParametersRead = new(StringComparer.Ordinal), OtherParameters = _load.OtherParametersRead = new(StringComparer.Ordinal) };
        var declared = _lists.Of(action, _load.AddIssue);
        List<EvidenceInput> inputs = [.. declared.Select(input => _inputs.Load(input, outline.Kind)).OfType<EvidenceInput>()];
        _load.Require(declared.Count > 0 || outline.Kind is "age", action, "A criterion of this kind needs inputs.");
        CheckRoles(action, outline.Kind, inputs);
        var absentIsUnknown = outline.Kind is not "age" && settings.Code("absent", "not-met", "unknown") is "unknown";
        var criterion = compile(new Leaf(outline, inputs, absentIsUnknown, settings));
        settings.ReportUnknown();
        return criterion;
    }

    private void CheckRoles(PlanDefinition.ActionComponent action, string kind, List<EvidenceInput> inputs)
    {
        _load.Require(kind is not "age" || inputs.Count == 0, action, "A criterion of kind age has no inputs.");
        _load.Require(
            kind is not ("order" or "levels") || inputs.TrueForAll(input => input.Kind is EvidenceKind.DraftOrder),
            action,
            $"A criterion of kind {kind} reads only draft orders.");
        _load.Require(
            kind is not "medication-trial" || !inputs.Exists(input => input is { Role: InputRole.Counts, IsDrug: false }),
            action,
            "A criterion of kind medication-trial counts only drugs: MedicationRequest and MedicationStatement.");
        foreach (var role in inputs.Select(input => input.Role).Distinct())
        {
            var hasMeaning = role switch
            {
                InputRole.Grades or InputRole.States or InputRole.Urgent => kind is "trajectory",
                InputRole.Spans => kind is "events" or "care-duration",
                InputRole.Excepts => kind is not ("measurement" or "trajectory" or "care-duration"),
                _ => true,
            };
            _load.Require(hasMeaning, action, $"The role {ReasonCodes.Kebab(role.ToString())} has no meaning in a criterion of kind {kind}.");
        }
    }

    private static RecordCriterion Record(Leaf leaf) => new(leaf.Outline, leaf.Inputs, leaf.AbsentIsUnknown);

    private static AgeCriterion Age(Leaf leaf) =>
        new(leaf.Outline, leaf.Settings.Required("minYears", leaf.Settings.Count("minYears")) ?? 0);

    private MeasurementCriterion Measurement(Leaf leaf) => new(
        leaf.Outline,
        leaf.Inputs,
        leaf.AbsentIsUnknown,
        leaf.Settings.Duration("lookback"),
        leaf.Settings.ValueSet("level") ?? -1,
        leaf.Settings.Flag("sameLevel") is true,
        _load.Terminology);

    private static EventsCriterion Events(Leaf leaf) => new(
        leaf.Outline,
        leaf.Inputs,
        leaf.AbsentIsUnknown,
        new EventsSettings(
            MinEvents: leaf.Settings.Count("minEvents") ?? 1,
            MinSpan: leaf.Settings.Duration("minSpan"),
            MaxGap: leaf.Settings.Count("maxGap"),
            Lookback: leaf.Settings.Duration("lookback"),
            NearMissDays: leaf.Settings.Count("nearMissDays") ?? 0,
            NearMiss: leaf.Settings.Flag("nearMiss") is true));

    private static MedicationTrialCriterion MedicationTrial(Leaf leaf) => new(
        leaf.Outline,
        leaf.Inputs,
        leaf.AbsentIsUnknown,
        new MedicationTrialCriterion.Limits(
            leaf.RequiredDays("minTrial"), leaf.Settings.Duration("lookback"), leaf.Settings.Duration("assumedDays")?.Days ?? 0));

    private static TrajectoryCriterion Trajectory(Leaf leaf) => new(
        leaf.Outline,
        leaf.Inputs,
        leaf.AbsentIsUnknown,
        new TrajectorySettings(
            Window: leaf.RequiredDays("window"),
            MinGrades: leaf.RequiredNumber("minGrades"),
            NewOnset: leaf.RequiredDays("newOnset"),
            SevereTo: leaf.RequiredNumber("severeTo"),
            DeficitTo: leaf.Settings.Number("deficitTo"),
            MaxPlausible: leaf.Settings.Number("maxPlausible"),
            Level: leaf.Settings.ValueSet("level") ?? -1,
            Progressive: leaf.Settings.ValueSet("progressive") ?? -1,
            Stable: leaf.Settings.ValueSet("stable") ?? -1,
            Improving: leaf.Settings.ValueSet("improving") ?? -1));

    private static CareDurationCriterion CareDuration(Leaf leaf) => new(
        leaf.Outline,
        leaf.Inputs,
        leaf.AbsentIsUnknown,
        new CareDurationCriterion.Limits(
            leaf.RequiredDays("minDays"),
            leaf.Settings.Duration("fullDays")?.Days ?? int.MaxValue,
            leaf.RequiredDays("clusterGap"),
            leaf.Settings.Duration("lookback"),
            leaf.Settings.Duration("assumedDays")?.Days ?? 0));

    private static LevelCountCriterion Levels(Leaf leaf) =>
        new(leaf.Outline, leaf.Inputs, leaf.Settings.Required("moreThan", leaf.Settings.Count("moreThan")) ?? 0);

    private sealed record Leaf(CriterionOutline Outline, IReadOnlyList<EvidenceInput> Inputs, bool AbsentIsUnknown, SettingsReader Settings)
    {
        public int RequiredDays(string name) => Settings.Required(name, Settings.Duration(name))?.Days ?? 0;

        public decimal RequiredNumber(string name) => Settings.Required(name, Settings.Number(name)) ?? 0;
    }
}
