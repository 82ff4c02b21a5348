using System.Globalization;
using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Evidence;
using CdsHooks.Decision.Plan;

namespace CdsHooks.Service.Pages.Sandbox;

/// <summary>The records of a chart over time, one row for each kind of record, with the look-backs and the thresholds of the criteria that they are evidence for.</summary>
internal sealed class Timeline
{
    /// <summary>The width of the picture.</summary>
    public const int Width = 1200;

    /// <summary>The place where the time begins.</summary>
    public const int Left = 250;

    private const int Right = 30;
    private const int Top = 30;
    private const int RowHeight = 30;
    private const int ScaledHeight = 74;
    private const int MaxRows = 18;
    private const int MostDays = 3 * 365;
    private const int LeastDays = 270;
    private const int DaysInMonth = 30;

    private static readonly EvidenceKind[] Order =
    [
        EvidenceKind.Observation, EvidenceKind.DiagnosticReport, EvidenceKind.Procedure, EvidenceKind.Encounter, EvidenceKind.MedicationRequest,
        EvidenceKind.MedicationStatement, EvidenceKind.Condition, EvidenceKind.ServiceRequest, EvidenceKind.QuestionnaireResponse, EvidenceKind.CarePlan,
    ];

    private readonly int _days;

    private Timeline(DateOnly asOf, int days)
    {
        AsOf = asOf;
        _days = days;
    }

    /// <summary>Gets the evaluation date, at the right edge.</summary>
    public DateOnly AsOf { get; }

    /// <summary>Gets the rows.</summary>
    public IReadOnlyList<TimelineRow> Rows { get; private set; } = [];

    /// <summary>Gets the number of kinds of records that have no row for want of room.</summary>
    public int More { get; private set; }

    /// <summary>Gets the height of the picture.</summary>
    public int Height => Top + Rows.Sum(row => row.Height) + RowHeight;

    /// <summary>Gets the first days of quarters, with their places.</summary>
    public IEnumerable<(double X, string Label)> Ticks
    {
        get
        {
            for (var month = new DateOnly(AsOf.Year, AsOf.Month, 1); month > AsOf.AddDays(-_days); month = month.AddMonths(-1))
            {
                if (month.Month % 3 is 1)
                {
                    yield return (X(month), month.ToString("MMM yyyy", CultureInfo.InvariantCulture));
                }
            }
        }
    }

    /// <summary>Draws a chart.</summary>
    /// <param name="chart">The chart.</param>
    /// <param name="run">The call; null before the orders are signed, when nothing is evidence yet.</param>
    /// <param name="asOf">The evaluation date.</param>
    public static Timeline Of(Chart chart, SandboxRun? run, DateOnly asOf)
    {
        var records = chart.Sets.SelectMany(set => set.Records.Select(record => (set.Kind, Record: record, Start: ChartRecord.DayOf(record.Start))))
            .Where(record => record.Start is not null && Order.Contains(record.Kind)).ToList();
        var oldest = records.Select(record => asOf.DayNumber - record.Start!.Value.DayNumber).DefaultIfEmpty(0).Max();
        Timeline timeline = new(asOf, Math.Clamp(oldest + DaysInMonth, LeastDays, MostDays));
        var uses = UsesOf(run);
        var groups = records.GroupBy(record => (record.Kind, record.Record.Title))
            .OrderByDescending(group => group.Any(record => uses.ContainsKey(record.Record.Reference)))
            .ThenBy(group => Array.IndexOf(Order, group.Key.Kind)).ToList();
        var y = Top;
        List<TimelineRow> rows = [];
        foreach (var group in groups.Take(MaxRows))
        {
            var row = timeline.RowOf(group.Key.Title, group.Key.Kind, [.. group.Select(record => record.Record)], uses, run, y);
            rows.Add(row);
            y += row.Height;
        }

        timeline.Rows = rows;
        timeline.More = Math.Max(0, groups.Count - MaxRows);
        return timeline;
    }

    /// <summary>Gets the place of a day; days before the first stand at the left edge.</summary>
    public double X(DateOnly day) => Math.Round(Left + (Width - Left - Right) * Math.Clamp((day.DayNumber - AsOf.DayNumber + _days) / (double)_days, 0, 1), 1);

    /// <summary>Lists the criteria of each record that is evidence: leaves only, since a group repeats the evidence of its members.</summary>
    private static Dictionary<string, List<(CriterionOutline Criterion, Finding Finding)>> UsesOf(SandboxRun? run)
    {
        Dictionary<string, List<(CriterionOutline, Finding)>> uses = new(StringComparer.Ordinal);
        foreach (var finding in run?.Decision?.Assessment.Criteria ?? [])
        {
            if (run!.Service.Plan.Rules.FindCriterion(finding.Id) is { Members.Count: 0 } outline)
            {
                foreach (var item in finding.Evidence)
                {
                    if (!uses.TryGetValue(item.Reference, out var list))
                    {
                        uses[item.Reference] = list = [];
                    }

                    list.Add((outline, finding));
                }
            }
        }

        return uses;
    }

    private TimelineRow RowOf(
        string title, EvidenceKind kind, IReadOnlyList<ChartRecord> records, Dictionary<string, List<(CriterionOutline Criterion, Finding Finding)>> uses, SandboxRun? run, int y)
    {
        var criteria = records.SelectMany(record => uses.GetValueOrDefault(record.Reference, [])).DistinctBy(use => use.Criterion.Id, StringComparer.Ordinal).ToList();
        var parameters = run?.Service.Plan.Rules.Parameters;
        var used = criteria.SelectMany(use => use.Criterion.Parameters).Distinct(StringComparer.Ordinal).Select(name => parameters?.Find(name)).OfType<PlanParameter>().ToList();
        var unit = records.FirstOrDefault(record => record.Value is not null)?.Unit;
        var thresholds = unit is null ? [] : used.Where(parameter => string.Equals(parameter.Unit, unit, StringComparison.Ordinal) && !parameter.Name.Contains("plausible", StringComparison.OrdinalIgnoreCase)).OrderBy(parameter => parameter.Value.Number).ToList();
        var isScaled = thresholds.Count > 0;
        var height = isScaled ? ScaledHeight : RowHeight;
        var top = thresholds.Select(threshold => threshold.Value.Number).Concat(records.Select(record => record.Value ?? 0)).DefaultIfEmpty(1).Max() * 1.25m;
        double Y(decimal? value) => isScaled && value is { } number && top > 0 ? Math.Round(y + height - 10 - (height - 20) * (double)Math.Clamp(number / top, 0, 1), 1) : y + height / 2.0;
        return new TimelineRow(
            title,
            y,
            height,
            WindowOf(used),
            [.. thresholds.Select(threshold => new TimelineThreshold(Y(threshold.Value.Number), threshold.Name, Amount.InWords(threshold.Value.Number, threshold.Unit)))],
            [.. records.Select(record => MarkOf(record, kind, uses.GetValueOrDefault(record.Reference, []), Y(record.Value))).OrderBy(mark => mark.X)]);
    }

    private TimelineWindow? WindowOf(List<PlanParameter> used)
    {
        var lookback = used.Where(parameter => parameter.Name.Contains("lookback", StringComparison.OrdinalIgnoreCase)).MaxBy(parameter => parameter.Value.Number);
        return lookback is null ? null : new TimelineWindow(X(AsOf.AddMonths(-(int)lookback.Value.Number)), lookback.Name, Amount.InWords(lookback.Value.Number, lookback.Unit));
    }

    private TimelineMark MarkOf(ChartRecord record, EvidenceKind kind, List<(CriterionOutline Criterion, Finding Finding)> uses, double y)
    {
        var start = ChartRecord.DayOf(record.Start)!.Value;
        var end = ChartRecord.DayOf(record.End) ?? (kind is EvidenceKind.Condition ? AsOf : null);
        var result = uses.Count is 0 ? null : uses[0].Finding.Result.ToCode();
        var words = uses.Count is 0 ? "not used" : $"evidence for {string.Join(", ", uses.Select(use => use.Criterion.Title).Distinct(StringComparer.Ordinal))}";
        return new TimelineMark(
            record.Anchor, X(start), end is { } last && last > start ? X(last) : null, y, result, record.Value is { } value ? $"{value.ToString(CultureInfo.InvariantCulture)} {record.Unit}".Trim() : null,
            $"{record.Start}{(record.End is null ? string.Empty : $" to {record.End}")} {record.Title} {record.Detail}: {words}");
    }
}

/// <summary>A row of a timeline.</summary>
/// <param name="Title">The wording of its records.</param>
/// <param name="Y">The place of its upper edge.</param>
/// <param name="Height">The height.</param>
/// <param name="Window">The look-back of the criteria that its records are evidence for; null for none.</param>
/// <param name="Thresholds">The thresholds of its values.</param>
/// <param name="Marks">The records.</param>
internal sealed record TimelineRow(string Title, int Y, int Height, TimelineWindow? Window, IReadOnlyList<TimelineThreshold> Thresholds, IReadOnlyList<TimelineMark> Marks);

/// <summary>A look-back: from its first day to the evaluation date.</summary>
internal sealed record TimelineWindow(double X, string Parameter, string Words);

/// <summary>A threshold, as a line across its row.</summary>
internal sealed record TimelineThreshold(double Y, string Parameter, string Words);

/// <summary>A record: a point, or a bar from its first to its last day.</summary>
/// <param name="Anchor">The id of the record's element in the chart.</param>
/// <param name="X">The place of its first day.</param>
/// <param name="EndX">The place of its last day; null for a point.</param>
/// <param name="Y">The place of its value, or of the middle of the row.</param>
/// <param name="Result">The result of the criterion that it is evidence for; null when it is for none.</param>
/// <param name="Label">The value; null when it has none.</param>
/// <param name="Words">The record in words.</param>
internal sealed record TimelineMark(string Anchor, double X, double? EndX, double Y, string? Result, string? Label, string Words);
