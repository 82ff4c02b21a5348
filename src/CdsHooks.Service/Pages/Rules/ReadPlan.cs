using System.Runtime.CompilerServices;
using CdsHooks.Decision;
using CdsHooks.Decision.Plan;
using CdsHooks.Fhir;
using CdsHooks.Service.Knowledge.Rules;
using CdsHooks.Workbench.Explain;
using CdsHooks.Workbench.Terms;

namespace CdsHooks.Service.Pages.Rules;

/// <summary>A plan in force, as the pages show it. Made once for each version of the rules.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="Text">The plan in plain words.</param>
/// <param name="Uses">The uses of its value sets.</param>
internal sealed record ReadPlan(CompiledPlan Plan, PlainPlan Text, ValueSetUses Uses)
{
    private static readonly ConditionalWeakTable<RulesSnapshot, IReadOnlyList<ReadPlan>> Read = [];

    private readonly Lazy<IReadOnlyDictionary<string, CardSample>> _samples = new(() => CardSample.Find(Plan, Text));

    /// <summary>Gets a sample patient for each card that one gets, by the id of the card.</summary>
    public IReadOnlyDictionary<string, CardSample> Samples => _samples.Value;

    /// <summary>Lists the plans of the rules in force, by id.</summary>
    public static IReadOnlyList<ReadPlan> All(RulesSnapshot rules) => Read.GetValue(rules, ReadAll);

    private static IReadOnlyList<ReadPlan> ReadAll(RulesSnapshot rules) =>
    [
        .. rules.Services.Values
            .Select(service => service.Plan)
            .DistinctBy(plan => plan.Rules.Canonical, StringComparer.Ordinal)
            .OrderBy(plan => plan.Id, StringComparer.Ordinal)
            .Select(plan => Of(rules.Knowledge, plan)),
    ];

    private static ReadPlan Of(KnowledgeFiles knowledge, CompiledPlan plan)
    {
        // With the texts of the site, which the cards are made of.
        var file = knowledge.Find(plan.Rules.Canonical)!;
        var text = PlanExplainer.Explain(knowledge, plan.Definition is { } definition ? file with { Located = new LocatedResource(definition) } : file, plan);
        return new ReadPlan(plan, text, new ValueSetUses(text));
    }
}
