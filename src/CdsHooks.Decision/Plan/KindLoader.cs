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
        outline = outline with { Parameters = _load.ParametersRead = new(StringComparer.Ordinal) };
        List<EvidenceInput> inputs = [];
        var declared = _lists.Of(action, _load.AddIssue);
        foreach (var input in declared)
        {
            if (_inputs.Load(input, outline.Kind) is { } compiled)
            {
                inputs.Add(compiled);
            }
        }

        if (declared.Count == 0 && outline.Kind is not "age")
        {
            _load.AddIssue(action, "A criterion of this kind needs inputs.");
        }

        CheckRoles(action, outline.Kind, inputs);
        var absentIsUnknown = outline.Kind is not "age" && settings.Code("absent", "not-met", "unknown") is "unknown";
        var criterion = compile(new Leaf(outline, inputs, absentIsUnknown, settings));
        settings.ReportUnknown();
        return criterion;
    }

    private void CheckRoles(PlanDefinition.ActionComponent action, string kind, List<EvidenceInput> inputs)
    {
        if (kind is "age" && inputs.Count > 0)
        {
            _load.AddIssue(action, "A criterion of kind age has no inputs.");
        }

        if (kind is "order" or "levels" && inputs.Exists(input => input.Kind is not EvidenceKind.DraftOrder))
        {
            _load.AddIssue(action, $"A criterion of kind {kind} reads only draft orders.");
        }

        if (kind is "medication-trial" && inputs.Exists(input => input is { Role: InputRole.Counts, IsDrug: false }))
        {
            _load.AddIssue(action, "A criterion of kind medication-trial counts only drugs: MedicationRequest and MedicationStatement.");
        }

        foreach (var role in inputs.Select(input => input.Role).Distinct())
        {
            var hasMeaning = role switch
            {
                InputRole.Grades or InputRole.States or InputRole.Urgent => kind is "trajectory",
                InputRole.Spans => kind is "events" or "care-duration",
                InputRole.Excepts => kind is not ("measurement" or "trajectory" or "care-duration"),
                _ => true,
            };
            if (!hasMeaning)
            {
                _load.AddIssue(action, $"The role {ReasonCodes.Kebab(role.ToString())} has no meaning in a criterion of kind {kind}.");
            }
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

    private static EventsCriterion Events(Leaf leaf)
    {
        var read = leaf.Settings;
        return new EventsCriterion(
            leaf.Outline,
            leaf.Inputs,
            leaf.AbsentIsUnknown,
            new EventsSettings
            {
                MinEvents = read.Count("minEvents") ?? 1,
                MinSpan = read.Duration("minSpan"),
                MaxGap = read.Count("maxGap"),
                Lookback = read.Duration("lookback"),
                NearMissDays = read.Count("nearMissDays") ?? 0,
                NearMiss = read.Flag("nearMiss") is true,
            });
    }

    private static MedicationTrialCriterion MedicationTrial(Leaf leaf) => new(
        leaf.Outline,
        leaf.Inputs,
        leaf.AbsentIsUnknown,
        new MedicationTrialCriterion.Limits(
            leaf.Settings.Required("minTrial", leaf.Settings.Duration("minTrial"))?.Days ?? 0,
            leaf.Settings.Duration("lookback"),
            leaf.Settings.Duration("assumedDays")?.Days ?? 0));

    private static TrajectoryCriterion Trajectory(Leaf leaf)
    {
        var read = leaf.Settings;
        return new TrajectoryCriterion(
            leaf.Outline,
            leaf.Inputs,
            leaf.AbsentIsUnknown,
            new TrajectorySettings
            {
                Window = read.Required("window", read.Duration("window"))?.Days ?? 0,
                MinGrades = read.Required("minGrades", read.Number("minGrades")) ?? 0,
                NewOnset = read.Required("newOnset", read.Duration("newOnset"))?.Days ?? 0,
                SevereTo = read.Required("severeTo", read.Number("severeTo")) ?? 0,
                DeficitTo = read.Number("deficitTo"),
                MaxPlausible = read.Number("maxPlausible"),
                Level = read.ValueSet("level") ?? -1,
                Progressive = read.ValueSet("progressive") ?? -1,
                Stable = read.ValueSet("stable") ?? -1,
                Improving = read.ValueSet("improving") ?? -1,
            });
    }

    private static CareDurationCriterion CareDuration(Leaf leaf)
    {
        var read = leaf.Settings;
        return new CareDurationCriterion(
            leaf.Outline,
            leaf.Inputs,
            leaf.AbsentIsUnknown,
            new CareDurationCriterion.Limits(
                read.Required("minDays", read.Duration("minDays"))?.Days ?? 0,
                read.Duration("fullDays")?.Days ?? int.MaxValue,
                read.Required("clusterGap", read.Duration("clusterGap"))?.Days ?? 0,
                read.Duration("lookback"),
                read.Duration("assumedDays")?.Days ?? 0));
    }

    private static LevelCountCriterion Levels(Leaf leaf) =>
        new(leaf.Outline, leaf.Inputs, leaf.Settings.Required("moreThan", leaf.Settings.Count("moreThan")) ?? 0);

    private sealed record Leaf(CriterionOutline Outline, IReadOnlyList<EvidenceInput> Inputs, bool AbsentIsUnknown, SettingsReader Settings);
}
