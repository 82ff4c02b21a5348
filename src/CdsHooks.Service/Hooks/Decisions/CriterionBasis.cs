namespace CdsHooks.Service.Hooks.Decisions;

/// <summary>The numbers behind the result of a criterion: enough to tell what another threshold would have decided.</summary>
/// <param name="Parameters">The parameters that the criterion compares with, and their values in force, such as <c>6 wk</c>.</param>
/// <param name="Figures">The figures.</param>
/// <param name="Open">The reason's code that leaves the criterion open where no figure meets it; null when it is then not met.</param>
/// <param name="Unread">The reason's code that leaves it open even where a figure meets it; null when it is then met.</param>
/// <param name="Since">The first day of the look-back, in days from the evaluation date; null when there is no look-back.</param>
/// <param name="More">The number of further figures, which were too many to store; null for none.</param>
internal sealed record CriterionBasis(
    IReadOnlyDictionary<string, string> Parameters,
    IReadOnlyList<FigureRecord> Figures,
    string? Open = null,
    string? Unread = null,
    int? Since = null,
    int? More = null);

/// <summary>One number behind a result. Days are counted from the evaluation date: -42 is six weeks before it.</summary>
/// <param name="Kind">The kind of number.</param>
/// <param name="Group">The group within which figures are compared: values of the same measure at the same body site.</param>
/// <param name="Value">The number, in the unit; null when it could not be read.</param>
/// <param name="Most">The largest number that it may be; null when the value is exact.</param>
/// <param name="Unit">The UCUM code of the unit; null for counts, grades and scores.</param>
/// <param name="Comparator">The comparator of the value; null when there is none.</param>
/// <param name="From">The first day, at the earliest.</param>
/// <param name="Until">The last day, at the latest.</param>
/// <param name="Events">The number of days with an event.</param>
/// <param name="Weeks">The number of ISO weeks with an event.</param>
/// <param name="State">The reason's code why the number cannot be compared, or the result of a value that is no number.</param>
internal sealed record FigureRecord(
    string Kind,
    int? Group = null,
    decimal? Value = null,
    decimal? Most = null,
    string? Unit = null,
    string? Comparator = null,
    int? From = null,
    int? Until = null,
    int? Events = null,
    int? Weeks = null,
    string? State = null);
