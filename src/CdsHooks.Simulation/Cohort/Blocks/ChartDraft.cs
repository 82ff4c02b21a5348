using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Simulation.Cohort.Charts;

namespace CdsHooks.Simulation.Cohort.Blocks;

/// <summary>One patient's chart while it is made: the resources, and beside them what follows from each block.</summary>
/// <param name="chart">Receives the resources.</param>
internal sealed class ChartDraft(ChartWriter chart)
{
    private readonly Dictionary<string, Outcome> _outcomes = new(StringComparer.Ordinal);
    private readonly List<(string Name, decimal Value)> _values = [];
    private readonly List<Coded> _orderReasons = [];

    /// <summary>Gets the writer of the resources.</summary>
    public ChartWriter Chart => chart;

    /// <summary>Gets the numbers of the block that is written.</summary>
    public CohortDice Dice { get; private set; } = new(0, 0, string.Empty);

    /// <summary>Gets the day of the order, or of a made-up one.</summary>
    public DateOnly AsOf { get; private set; }

    /// <summary>Gets the gender of the patient.</summary>
    public string Gender { get; set; } = "unknown";

    /// <summary>Gets the conservative care that was written.</summary>
    public CareLedger Care { get; } = new();

    /// <summary>Gets the results that differ from those of an empty chart, by criterion.</summary>
    public IReadOnlyDictionary<string, Outcome> Outcomes => _outcomes;

    /// <summary>Gets the values that thresholds are held against.</summary>
    public IReadOnlyList<(string Name, decimal Value)> Values => _values;

    /// <summary>Gets the diagnoses that the order gives as its reasons.</summary>
    public IReadOnlyList<Coded> OrderReasons => _orderReasons;

    /// <summary>Gets or sets the order's reason in words.</summary>
    public string? OrderReasonWords { get; set; }

    /// <summary>Gets or sets the status of the order.</summary>
    public string OrderStatus { get; set; } = string.Empty;

    /// <summary>Gets or sets a value indicating whether the order states the moment at which it was written.</summary>
    public bool IsOrderTimed { get; set; }

    /// <summary>Gets or sets the order; null when there is none that the plan reviews.</summary>
    public OrderOfTruth? Order { get; set; }

    /// <summary>Gets or sets the level of the spine that the order names.</summary>
    public string? OrderLevel { get; set; }

    /// <summary>Gets or sets a value indicating whether a clinician states that conservative care failed.</summary>
    public bool IsCareFailed { get; set; }

    /// <summary>Gets or sets the shape in which visits of therapy are recorded.</summary>
    public string VisitShape { get; set; } = string.Empty;

    /// <summary>Gets or sets a value indicating whether the newest film is recent.</summary>
    public bool IsFilmRecent { get; set; }

    public void Begin(DateOnly asOf)
    {
        AsOf = asOf;
        _outcomes.Clear();
        _values.Clear();
        _orderReasons.Clear();
        Care.Clear();
        (Order, OrderReasonWords, OrderLevel, IsCareFailed) = (null, null, null, false);
    }

    /// <summary>Writes a variant.</summary>
    public void Write(Variant variant, CohortDice dice)
    {
        Dice = dice;
        foreach (var outcome in variant.Outcomes)
        {
            Expect(outcome);
        }

        variant.Write(this);
    }

    /// <summary>Gets a day before the order.</summary>
    public DateOnly Before(int days) => AsOf.AddDays(-days);

    /// <summary>Notes a result. Of several of one criterion the stronger stays.</summary>
    public void Expect(Outcome outcome)
    {
        if (!_outcomes.TryGetValue(outcome.Criterion, out var other) || outcome.Rank > other.Rank)
        {
            _outcomes[outcome.Criterion] = outcome;
        }
    }

    /// <summary>Concludes what follows from all blocks together: the duration of care, and what a statement that care failed leaves open.</summary>
    /// <param name="openedByFailure">The criteria that such a statement leaves open where nothing is on file.</param>
    public void Conclude(IReadOnlyList<string> openedByFailure)
    {
        Expect(Care.Judge(AsOf));
        if (Care.Days is { } days)
        {
            Measured("careDays", days);
        }

        if (!IsCareFailed)
        {
            return;
        }

        foreach (var criterion in openedByFailure)
        {
            if (!_outcomes.TryGetValue(criterion, out var outcome) || outcome is { Result: CriterionResult.NotMet, Reason: Reason.NotDocumented } || outcome.IsAfterFailure)
            {
                _outcomes[criterion] = Outcome.Unknown(criterion, Reason.Unconfirmed);
            }
        }
    }

    /// <summary>Notes a value.</summary>
    public void Measured(string name, decimal value) => _values.Add((name, value));

    /// <summary>Adds a diagnosis to the reasons of the order.</summary>
    public void AddOrderReason(Coded reason) => _orderReasons.Add(reason);
}
