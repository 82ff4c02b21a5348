using CdsHooks.Service.Gate.People;
using CdsHooks.Service.Knowledge.Rules;
using CdsHooks.Service.Knowledge.Site;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CdsHooks.Service.Pages.Tune;

/// <summary>Who changed the rules, when and why; and the way back.</summary>
internal sealed class HistoryPage(RuleBook book, SiteEditing site, RulesReload reload, Audit audit) : PageModel
{
    /// <summary>Gets the state of the site's versions.</summary>
    public SiteState Site { get; private set; } = SiteState.None;

    /// <summary>Gets a value indicating whether versions can be kept here.</summary>
    public bool CanSave => site.Folder is not null;

    /// <summary>Gets the rules in force.</summary>
    public RulesSnapshot Rules => book.Current;

    /// <summary>Gets the reason why a step was not taken; null for none.</summary>
    public string? Obstacle { get; private set; }

    public void OnGet() => Site = site.Read();

    /// <summary>Makes an earlier version part of the rules that answer again.</summary>
    public async Task<IActionResult> OnPostBackAsync(int number, int live, string? author, string? reason)
    {
        try
        {
            var why = Signature.OneLine(reason);
            await site.GoBackAsync(number, live, Signature.NameOf(User, author), why.Length == 0 ? "not stated" : why, HttpContext.RequestAborted);
            audit.Changed(Person.Of(User)!, "went back to other rules", FormattableString.Invariant($"version {number}"));
            await reload.LookNowAsync(HttpContext.RequestAborted);
            return Redirect("/rules/history");
        }
        catch (Exception exception) when (exception is SiteConflictException or SiteFolderException)
        {
            Obstacle = exception.Message;
            Response.StatusCode = StatusCodes.Status409Conflict;
            Site = site.Read();
            return Page();
        }
    }

    /// <summary>Gets the words for an event.</summary>
    public static string WordsOf(SiteEvent entry) => entry switch
    {
        { What: SiteEventKind.Saved } => $"saved version {entry.Version} as the draft",
        { What: SiteEventKind.Discarded } => $"discarded the draft, version {entry.Version}",
        { What: SiteEventKind.WentLive } => $"went live with version {entry.Version}",
        { What: SiteEventKind.WentBack, Version: 0 } => "went back to the rules as shipped",
        { What: SiteEventKind.WentBack } => $"went back to version {entry.Version}",
        _ => "the step before did not happen: the folder could not be written",
    };
}
