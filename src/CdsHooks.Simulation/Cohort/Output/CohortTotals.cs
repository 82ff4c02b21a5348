using System.Text.Json;
using CdsHooks.Decision.Criteria.Results;

namespace CdsHooks.Simulation.Cohort.Output;

/// <summary>The totals that a simulation of a cohort must find: rows, cards and results of the patients with an order.</summary>
internal sealed class CohortTotals
{
    private readonly SortedDictionary<string, long> _rows = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> _cards = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SortedDictionary<string, long>> _criteria = new(StringComparer.Ordinal);
    private readonly List<string> _order = [];

    /// <summary>Gets the number of patients.</summary>
    public long Patients { get; private set; }

    /// <summary>Gets the number of patients with an order that the plan reviews.</summary>
    public long Orders { get; private set; }

    /// <summary>Gets the row that was expected most often, and how often; for a person who looks at a cohort.</summary>
    public IReadOnlyDictionary<string, long> Cards => _cards;

    /// <summary>Gets the result and reason of a finding in words, e.g. <c>not-met too-short</c>.</summary>
    public static string OutcomeOf(Finding finding) => Outcomes[((int)finding.Result * Reasons) + (int)finding.Reason];

    private static int Reasons { get; } = Enum.GetValues<Reason>().Length;

    private static string[] Outcomes { get; } =
        [.. Enum.GetValues<CriterionResult>().SelectMany(result => Enum.GetValues<Reason>().Select(reason => $"{result.ToCode()} {reason.ToCode()}"))];

    public void Add(PatientTruth truth)
    {
        Patients++;
        if (truth.Order is null)
        {
            return;
        }

        Orders++;
        Count(_rows, truth.Row, 1);
        Count(_cards, truth.Card is null ? "none" : $"{truth.Card} {truth.Indicator}", 1);
        foreach (var finding in truth.Criteria)
        {
            Count(CriterionOf(finding.Id), OutcomeOf(finding), 1);
        }
    }

    public void Add(CohortTotals other)
    {
        Patients += other.Patients;
        Orders += other.Orders;
        AddAll(_rows, other._rows);
        AddAll(_cards, other._cards);
        foreach (var id in other._order)
        {
            AddAll(CriterionOf(id), other._criteria[id]);
        }
    }

    public void Clear()
    {
        (Patients, Orders) = (0, 0);
        _rows.Clear();
        _cards.Clear();
        _criteria.Clear();
        _order.Clear();
    }

    /// <summary>Writes the totals as a member of an object.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject("expected"u8);
        json.WriteNumber("orders"u8, Orders);
        Write(json, "rows", _rows);
        Write(json, "cards", _cards);
        json.WriteStartObject("criteria"u8);
        foreach (var id in _order)
        {
            Write(json, id, _criteria[id]);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private SortedDictionary<string, long> CriterionOf(string id)
    {
        if (!_criteria.TryGetValue(id, out var counts))
        {
            _criteria[id] = counts = new(StringComparer.Ordinal);
            _order.Add(id);
        }

        return counts;
    }

    private static void Count(SortedDictionary<string, long> counts, string key, long count) => counts[key] = counts.GetValueOrDefault(key) + count;

    private static void AddAll(SortedDictionary<string, long> counts, SortedDictionary<string, long> others)
    {
        foreach (var (key, count) in others)
        {
            Count(counts, key, count);
        }
    }

    private static void Write(Utf8JsonWriter json, string name, SortedDictionary<string, long> counts)
    {
        json.WriteStartObject(name);
        foreach (var (key, count) in counts)
        {
            json.WriteNumber(key, count);
        }

        json.WriteEndObject();
    }
}
