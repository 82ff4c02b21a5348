using CdsHooks.Decision.Comparison;
using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Service.Gate.People;
using CdsHooks.Service.Hooks.Decisions;
using CdsHooks.Service.Host.Store;
using CdsHooks.Service.Knowledge.Rules;
using CdsHooks.Service.Knowledge.Site;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CdsHooks.Service.Pages.Tune;

/// <summary>The draft, and what it answered to the calls that the rules in force answered.</summary>
internal sealed class ShadowPage(RuleBook book, SiteEditing site, RulesState state, DecisionLog decisions, RulesReload reload, Audit audit, TimeProvider clock) : PageModel
{
    private const int Most = 20_000;

    private (string Id, string? Who, string? Why) _stated;

    /// <summary>Gets the change of the draft, from what is in force; the latter alone without a draft.</summary>
    public TuneSheet Sheet { get; private set; } = null!;

    /// <summary>Gets the state of the site's versions.</summary>
    public SiteState Site { get; private set; } = SiteState.None;

    /// <summary>Gets a value indicating whether versions can be kept here.</summary>
    public bool CanSave => site.Folder is not null;

    /// <summary>Gets the draft; null for none, or for one that cannot be read.</summary>
    public StoredVersion? Draft { get; private set; }

    /// <summary>Gets the version of the rules in shadow; null when none are tried.</summary>
    public string? Tried { get; } = book.Shadow?.Version;

    /// <summary>Gets a value indicating whether the rules in shadow are those of the draft, and not others that the options name.</summary>
    public bool IsDraftTried => Draft is not null && book.Shadow?.SiteVersion == Draft.Version.Number;

    /// <summary>Gets the address on which the draft is simulated; null without a draft, and for one that changes nothing.</summary>
    public string? SimulationAddress
    {
        get
        {
            var sheet = TuneSheet.Open(book.Current, null);
            sheet.Target = Draft?.Tuning ?? sheet.Target;
            return sheet.Token.Length > 0 ? sheet.SimulationAddress : null;
        }
    }

    /// <summary>Gets the errors that forbid the draft.</summary>
    public IReadOnlyList<string> Troubles { get; private set; } = [];

    /// <summary>Gets the comparison; null when the store does not answer, or nothing is tried.</summary>
    public ComparisonReport? Report { get; private set; }

    /// <summary>Gets a value indicating whether the store did not answer.</summary>
    public bool IsStoreSilent { get; private set; }

    /// <summary>Gets the reason why a step was not taken; null for none.</summary>
    public string? Obstacle { get; private set; }

    public async Task OnGetAsync() => await ShowAsync();

    /// <summary>Gets the words for a draft that would go live outside the days for which it is meant; null for any other.</summary>
    public string? OutsidePeriod
    {
        get
        {
            var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
            return TuneWords.PeriodOf(Draft?.Note) is not { } period ? null
                : today < Draft!.Note!.From ? $"It is meant for {period}, which has not begun. Going live puts it in force at once."
                : today > Draft.Note.Until ? $"It is meant for {period}, which is over. Going live puts it in force all the same."
                : null;
        }
    }

    /// <summary>Makes the draft part of the rules that answer.</summary>
    public Task<IActionResult> OnPostLiveAsync(int draft, int live, string? author, string? reason, bool sure) => StepAsync(
        ("live", author, reason), sure, "went live with a draft of the rules", draft, () => site.GoLiveAsync(draft, live, Signature.NameOf(User, author), Signature.OneLine(reason), HttpContext.RequestAborted));

    /// <summary>Discards the draft.</summary>
    public Task<IActionResult> OnPostDiscardAsync(int draft, string? author, string? reason) => StepAsync(
        ("discard", author, reason), isSure: true, "discarded a draft of the rules", draft, () => site.DiscardAsync(draft, Signature.NameOf(User, author), Signature.OneLine(reason), HttpContext.RequestAborted));

    /// <summary>Gets who and why were stated in a form that was rejected.</summary>
    public (string Id, string? Who, string? Why) StatedIn(string form) => string.Equals(form, _stated.Id, StringComparison.Ordinal) ? _stated : (form, null, null);

    /// <summary>Gets the display of a card's kind, or the words for none.</summary>
    public string CardName(string outcome) => outcome switch
    {
        JudgedCall.NoCard => "No card",
        JudgedCall.NotCovered => "Not about the order",
        _ => Sheet.Text.FindCard(outcome)?.Display ?? outcome,
    };

    /// <summary>Gets the words for a recorded result and its reason, such as <c>not met (too short)</c>.</summary>
    public static string WordsOf(string outcome) => outcome.Split(' ') is [var result, var reason] ? $"{result.Replace('-', ' ')} ({reason.Replace('-', ' ')})" : outcome;

    /// <summary>Gets the words for the values behind a turn; empty for none.</summary>
    public static string WordsOf(ValueReport value) => value.Most == 0
        ? string.Empty
        : $"; {value.Kind.Replace('-', ' ')} {(value.Least == value.Most ? Amount.InWords(value.Least, value.Unit) : $"{Amount.InWords(value.Least, null)} to {Amount.InWords(value.Most, value.Unit)}, median {Amount.InWords(value.Median, null)}")}";

    private async Task<IActionResult> StepAsync((string Id, string? Who, string? Why) stated, bool isSure, string words, int number, Func<Task> step)
    {
        _stated = stated;
        Obstacle = Signature.Missing(User, stated.Who, stated.Why) ?? (isSure ? null : "Tick the box first: from then on, clinicians see what the draft says.");
        try
        {
            if (Obstacle is null)
            {
                await step();
                audit.Changed(Person.Of(User)!, words, FormattableString.Invariant($"version {number}"));
                await reload.LookNowAsync(HttpContext.RequestAborted);
                return Redirect("/rules/history");
            }
        }
        catch (Exception exception) when (exception is SiteConflictException or SiteFolderException)
        {
            Obstacle = exception.Message;
        }

        Response.StatusCode = StatusCodes.Status409Conflict;
        await ShowAsync();
        return Page();
    }

    private async Task ShowAsync()
    {
        Site = site.Read();
        Sheet = TuneSheet.Open(book.Current, null);
        Draft = site.Folder is { } folder && Site.Draft is { } pointer ? StoredVersion.TryRead(folder, pointer.Number, Site, Sheet) : null;
        Troubles = state.ShadowIssues;
        if (Tried is { } version)
        {
            await CompareAsync(version, Draft?.SavedAt ?? DateTimeOffset.UnixEpoch);
        }
    }

    private async Task CompareAsync(string version, DateTimeOffset since)
    {
        try
        {
            Report = await RecordedComparison.ReadAsync(decisions, version, since, Most, HttpContext.RequestAborted);
        }
        catch (StoreUnavailableException)
        {
            IsStoreSilent = true;
        }
    }
}
