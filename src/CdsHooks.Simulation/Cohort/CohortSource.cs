using System.Globalization;
using CdsHooks.Decision;
using CdsHooks.Decision.Hooks;
using CdsHooks.Simulation.Cohort.Blocks;
using CdsHooks.Simulation.Cohort.Charts;

namespace CdsHooks.Simulation.Cohort;

/// <summary>A synthetic cohort. Patient k is the same whatever the number of patients, whoever asks and in which order. Thread-safe.</summary>
/// <param name="plan">The plan under whose values the truth is stated: one with the plan's defaults.</param>
/// <param name="prevalences">The shares.</param>
/// <param name="seed">The seed.</param>
internal sealed class CohortSource(CompiledPlan plan, Prevalences prevalences, ulong seed)
{
    /// <summary>The first day of the year in which orders are written.</summary>
    public static readonly DateOnly FirstOrder = new(2025, 6, 1);

    /// <summary>The number of days on which orders are written.</summary>
    public const int OrderDays = 365;

    private readonly ExpectedDecision _decision = new(plan);

    /// <summary>Gets the seed.</summary>
    public ulong Seed => seed;

    /// <summary>Gets the canonical of the plan.</summary>
    public string PlanCanonical => plan.Rules.Canonical;

    /// <summary>Gets the shares.</summary>
    public Prevalences Prevalences => prevalences;

    /// <summary>Gets the id of a patient.</summary>
    public static string IdOf(long number) => string.Create(CultureInfo.InvariantCulture, $"syn-{number:000000000}");

    /// <summary>Makes patients one at a time, in memory that does not grow. Each is valid until the next.</summary>
    /// <param name="first">The number of the first patient, from 0.</param>
    /// <param name="count">The number of patients.</param>
    public IEnumerable<CohortPatient> Read(long first, long count)
    {
        using var chart = new ChartWriter();
        var draft = new ChartDraft(chart);
        for (var number = first; number < first + count; number++)
        {
            yield return Make(draft, number);
        }
    }

    /// <summary>Makes the resources that patients share: those who treat, and drugs.</summary>
    public static IReadOnlyList<CohortResource> Shared()
    {
        using var chart = new ChartWriter();
        SharedResources.Write(chart);
        return [.. Enumerable.Range(0, chart.Count).Select(index => chart[index] with { Json = chart[index].Json.ToArray(), Reference = chart.ReferenceTo(index) })];
    }

    private CohortPatient Make(ChartDraft draft, long number)
    {
        draft.Chart.Begin(IdOf(number));
        draft.Begin(FirstOrder.AddDays(new CohortDice(seed, number, "order-day").Next(OrderDays)));
        var order = prevalences.Draw(OrderBlocks.Order, new CohortDice(seed, number, OrderBlocks.Order.Name));
        List<(string Block, string Variant)> drawn = [];
        foreach (var block in AllBlocks.InOrder)
        {
            var dice = new CohortDice(seed, number, block.Name);
            var variant = prevalences.Draw(block, dice);
            if (!Fits(block, variant, order, draft))
            {
                variant = block.Variants[0];
            }

            draft.Write(variant, dice);
            drawn.Add((block.Name, variant.Name));
        }

        draft.Conclude(AllBlocks.OpenedByFailure);
        return new CohortPatient(TruthOf(draft, drawn), [.. Enumerable.Range(0, draft.Chart.Count).Select(index => draft.Chart[index])], draft.Chart.Shared);
    }

    /// <summary>Determines whether a variant can be: what stands on the order needs one, and so does the operation.</summary>
    private static bool Fits(Block block, Variant variant, Variant order, ChartDraft draft) =>
        (!variant.NeedsOrder || OrderBlocks.IsReviewed(order))
        && (variant.Gender is null || string.Equals(variant.Gender, draft.Gender, StringComparison.Ordinal))
        && (!ReferenceEquals(block, OrderBlocks.Reason) || OrderBlocks.IsOfStatedRegion(order))
        && (!ReferenceEquals(block, OrderBlocks.Operation) || draft.Order is { Type: "ServiceRequest" });

    private PatientTruth TruthOf(ChartDraft draft, List<(string Block, string Variant)> drawn)
    {
        var (criteria, choice) = _decision.Conclude(draft.Outcomes, draft.AsOf);
        return new PatientTruth(draft.Chart.PatientId, draft.AsOf, draft.Order)
        {
            Drawn = drawn,
            Values = [.. draft.Values],
            Criteria = criteria,
            Row = choice.Row.Id,
            Card = choice.Row.Card?.Id,
            Indicator = choice.Indicator switch { null => null, CardIndicator.Warning => "warning", _ => "info" },
        };
    }
}
