using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Plan;
using CdsHooks.Service.Pages.Shared;
using CdsHooks.Workbench.Cases;
using CdsHooks.Workbench.Explain;
using CdsHooks.Workbench.Tuning;

namespace CdsHooks.Service.Pages.Tune;

/// <summary>What a change does to the golden cases.</summary>
/// <param name="Issues">The errors and warnings of the change; with an error no case was judged.</param>
/// <param name="Judged">The number of cases and variants that were judged.</param>
/// <param name="Turned">The cases that get another card, or none, or one with another indicator, or by another row.</param>
/// <param name="OtherReasons">The cases that get the same card while a criterion has another result.</param>
/// <param name="Reworded">The names of the other cases whose card has other words.</param>
internal sealed record JudgedChange(
    IReadOnlyList<KnowledgeIssue> Issues, int Judged, IReadOnlyList<TurnedPatient> Turned, IReadOnlyList<TurnedPatient> OtherReasons, IReadOnlyList<string> Reworded)
{
    /// <summary>Gets the errors, which forbid the change.</summary>
    public IReadOnlyList<KnowledgeIssue> Errors { get; } = [.. Issues.Where(issue => issue.IsError)];

    /// <summary>Sorts the outcomes of a trial by patient.</summary>
    public static JudgedChange Of(TuneSheet sheet, SiteCandidate candidate, CaseTurns turns)
    {
        var byPatient = turns.Turned.GroupBy(turned => turned.Run.Name.Split('/')[0], StringComparer.Ordinal).Select(patient => TurnedPatient.Of(sheet, [.. patient]))
            .OrderBy(patient => patient.Shown.Contains('/', StringComparison.Ordinal)).ToList();
        return new JudgedChange(
            candidate.Issues,
            turns.Judged,
            [.. byPatient.Where(patient => patient.IsOutcomeTurned)],
            [.. byPatient.Where(patient => !patient.IsOutcomeTurned)],
            [.. turns.Reworded.Select(run => run.Name)]);
    }
}

/// <summary>A golden case whose outcome turns, alone or in variants.</summary>
/// <param name="Case">The name of the case.</param>
/// <param name="Title">The title of its README.</param>
/// <param name="Story">The text of its README.</param>
/// <param name="IsOutcomeTurned">True when the card, its indicator or the row differs, in the case or a variant.</param>
/// <param name="Shown">The name of the case or variant that is shown.</param>
/// <param name="Before">The outcome by the rules in force.</param>
/// <param name="After">The outcome with the change.</param>
/// <param name="Criteria">The criteria that turned in the one that is shown.</param>
/// <param name="Others">The other variants that turn, each with its outcomes.</param>
internal sealed record TurnedPatient(
    string Case,
    string Title,
    string Story,
    bool IsOutcomeTurned,
    string Shown,
    CaseSide Before,
    CaseSide After,
    IReadOnlyList<(string Title, string Before, string After)> Criteria,
    IReadOnlyList<TurnedVariant> Others)
{
    /// <summary>Describes a case.</summary>
    /// <param name="sheet">The change.</param>
    /// <param name="turned">The case and its variants, as far as they turn.</param>
    public static TurnedPatient Of(TuneSheet sheet, IReadOnlyList<TurnedCase> turned)
    {
        // The patient as such tells more than a variant.
        var shown = turned.OrderBy(one => IsOutcome(one) ? 0 : 1).ThenBy(one => one.Run.Name.Contains('/', StringComparison.Ordinal)).First();
        var name = shown.Run.Name.Split('/')[0];
        var story = CaseStory.Read(ShippedCases.FolderOf(name));
        return new TurnedPatient(
            name,
            story.Title,
            story.Text,
            turned.Any(IsOutcome),
            shown.Run.Name,
            CaseSide.Of(sheet, shown.InForce),
            CaseSide.Of(sheet, shown.Candidate),
            [.. shown.Criteria.Select(criterion => (sheet.Text.FindCriterion(criterion.Id)?.Title ?? criterion.Id, WordsOf(criterion.InForce), WordsOf(criterion.Candidate)))],
            [.. turned.Where(one => one != shown && IsOutcome(one)).Select(one => new TurnedVariant(one.Run.Name, VariantOf(one), CaseSide.Of(sheet, one.InForce), CaseSide.Of(sheet, one.Candidate)))]);
    }

    private static bool IsOutcome(TurnedCase turned) => turned.IsCardTurned || turned.IsRowTurned;

    private static string VariantOf(TurnedCase turned) => turned.Run.Name.Split('/') is [_, var variant] ? variant.Replace('-', ' ') : "the case itself";

    private static string WordsOf(Finding? finding) => finding is null ? "off" : Words.Result(finding.Result);
}

/// <summary>Another variant of a patient that turns.</summary>
/// <param name="Name">The name of the case and the variant.</param>
/// <param name="Title">The variant in words.</param>
/// <param name="Before">The outcome by the rules in force.</param>
/// <param name="After">The outcome with the change.</param>
internal sealed record TurnedVariant(string Name, string Title, CaseSide Before, CaseSide After);

/// <summary>The outcome of a case.</summary>
/// <param name="Name">The display of the card's kind; else that there is none.</param>
/// <param name="Indicator">The indicator; null without a card.</param>
/// <param name="Row">The row that decided, with its title.</param>
/// <param name="Summary">The summary of the card; else the reason why there is none.</param>
internal sealed record CaseSide(string Name, string? Indicator, string Row, string Summary)
{
    /// <summary>Describes an outcome.</summary>
    public static CaseSide Of(TuneSheet sheet, SideOutcome side)
    {
        var row = sheet.Text.Rows.FirstOrDefault(row => string.Equals(row.Id, side.Row, StringComparison.Ordinal));
        return side switch
        {
            { Issue: { } issue } => new CaseSide("could not be judged", null, string.Empty, issue),
            { Card: { } card } => new CaseSide(
                sheet.Text.FindCard(side.CardKind ?? string.Empty)?.Display ?? side.CardKind ?? string.Empty,
                card.Indicator.ToString().ToLowerInvariant(),
                side.Row ?? string.Empty,
                card.Summary),
            { Row: null } => new CaseSide("not about this order", null, string.Empty, "The rules are about none of the orders: nothing is read."),
            _ => new CaseSide("no card", null, side.Row, row?.Title ?? "The order is left alone."),
        };
    }
}
