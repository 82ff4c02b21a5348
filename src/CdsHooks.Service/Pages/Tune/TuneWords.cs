using System.Globalization;
using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Plan;
using CdsHooks.Workbench.Tuning;

namespace CdsHooks.Service.Pages.Tune;

/// <summary>Small texts of the tuning pages.</summary>
internal static class TuneWords
{
    /// <summary>Gets the unit of a parameter in the plural, as it stands behind a field; empty for none.</summary>
    public static string UnitOf(PlanParameter parameter) => parameter.Unit is null ? string.Empty : Amount.InWords(2, parameter.Unit)[1..].Trim();

    /// <summary>Gets the words for the days for which a change is meant; null when its author named none.</summary>
    public static string? PeriodOf(ChangeNote? note) => note is null or { From: null, Until: null } ? null : $"{DayOf(note.From) ?? "any day"} to {DayOf(note.Until) ?? "further notice"}";

    /// <summary>Gets the words for the use of a text.</summary>
    public static string UseOf(PlanTextUse use) => use switch
    {
        PlanTextUse.Summary => "Summary",
        PlanTextUse.Line or PlanTextUse.SharedLine => "Line of the detail",
        PlanTextUse.Phrase => "Phrase",
        PlanTextUse.SuggestionLabel => "Button of a suggestion",
        PlanTextUse.SuggestionDescription => "Description of a suggestion",
        _ => "Short name",
    };

    private static string? DayOf(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
