using CdsHooks.Decision;
using CdsHooks.Decision.Evidence;
using CdsHooks.Fhir.Terminology;
using CdsHooks.Simulation.Results;

namespace CdsHooks.Simulation.Runs;

/// <summary>The rules that are simulated over the same charts.</summary>
/// <param name="Served">The rules in force.</param>
/// <param name="Candidate">The candidate; null when only one set of rules is simulated.</param>
/// <param name="Sweeps">The swept thresholds; their rules are those of the candidate, or the served ones without it, with one parameter changed.</param>
internal sealed record SimulatedRules(SimulatedSide Served, SimulatedSide? Candidate, IReadOnlyList<SimulatedSweep> Sweeps)
{
    /// <summary>Gets the plans of both sides.</summary>
    public IReadOnlyList<CompiledPlan> Sides => Candidate is null ? [Served.Plan] : [Served.Plan, Candidate.Plan];

    /// <summary>Gets every plan, with those that read a chart by the same codes together: they share one reading.</summary>
    public IReadOnlyList<PlanGroup> Groups { get; } = GroupsOf(Served, Candidate, Sweeps);

    /// <summary>Gets the side whose thresholds are swept.</summary>
    public SimulatedSide Swept => Candidate ?? Served;

    /// <summary>Makes the header of results.</summary>
    /// <param name="pack">The SHA-256 of what is judged.</param>
    /// <param name="shards">The number of its shards.</param>
    /// <param name="calls">The calls that are judged.</param>
    public SimulationHeader HeaderOf(string pack, int shards, CallsIdentity calls) =>
        new(pack, shards, Served.Identity, Candidate?.Identity, calls, [.. Sweeps.Select(sweep => sweep.IdentityIn(Swept.Plan))], Titles());

    /// <summary>Gets the titles of criteria and the displays of cards, by id; those of the candidate where both have one.</summary>
    private SortedDictionary<string, string> Titles()
    {
        SortedDictionary<string, string> titles = new(StringComparer.Ordinal);
        foreach (var plan in Sides)
        {
            foreach (var criterion in plan.Rules.Criteria)
            {
                titles[criterion.Id] = criterion.Title;
            }

            foreach (var card in plan.Cards.Cards)
            {
                titles[card.Id] = card.Display;
            }
        }

        return titles;
    }

    private static List<PlanGroup> GroupsOf(SimulatedSide served, SimulatedSide? candidate, IReadOnlyList<SimulatedSweep> sweeps) =>
    [
        .. new[] { served.Plan, candidate?.Plan }.OfType<CompiledPlan>().Concat(sweeps.SelectMany(sweep => sweep.Points).Select(point => point.Plan))
            .GroupBy(plan => plan.Rules.Terminology)
            .Select(group => new PlanGroup(group.Key, group.SelectMany(plan => plan.Rules.KeepAll).ToHashSet(), [.. group])),
    ];
}

/// <summary>One set of rules.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="Identity">The identity of the rules.</param>
internal sealed record SimulatedSide(CompiledPlan Plan, SideIdentity Identity);

/// <summary>A swept threshold.</summary>
/// <param name="Parameter">The parameter.</param>
/// <param name="Points">The values with their rules.</param>
internal sealed record SimulatedSweep(string Parameter, IReadOnlyList<SweepPoint> Points)
{
    /// <summary>Gets the identity of the sweep.</summary>
    /// <param name="inForce">The rules that are swept, with the value in effect.</param>
    public SweepIdentity IdentityIn(CompiledPlan inForce)
    {
        var parameter = inForce.Rules.Parameters.Find(Parameter)!;
        return new SweepIdentity(Parameter, [.. Points.Select(point => point.Value)], parameter.Text, parameter.Unit, parameter.Meaning);
    }
}

/// <summary>One value of a swept threshold.</summary>
/// <param name="Value">The value, as written.</param>
/// <param name="Plan">The plan with that value.</param>
internal sealed record SweepPoint(string Value, CompiledPlan Plan);

/// <summary>Plans that read a chart by the same codes.</summary>
/// <param name="Terminology">The codes.</param>
/// <param name="KeepAll">The kinds of resource of which any of the plans reads every one.</param>
/// <param name="Plans">The plans.</param>
internal sealed record PlanGroup(TerminologyIndex Terminology, IReadOnlySet<EvidenceKind> KeepAll, IReadOnlyList<CompiledPlan> Plans)
{
    /// <summary>Gets the plans, judged together.</summary>
    public PlanFamily Family { get; } = new(Plans);
}
