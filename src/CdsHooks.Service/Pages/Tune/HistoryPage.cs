using CdsHooks.Service.Gate.People;
using CdsHooks.Service.Knowledge.Rules;
using CdsHooks.Service.Knowledge.Site;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;

namespace CdsHooks.Service.Pages.Tune;

/// <summary>Who changed the rules, when and why; and the way back.</summary>
internal sealed class HistoryPage(RuleBook book, SiteEditing site, RulesReload reload, Audit audit, IOptions<RulesOptions> options) : PageModel
{
    /// <summary>Gets the state of the site's versions.</summary>
    public SiteState Site { get; private set; } = SiteState.None;

    /// <summary>Gets a value indicating whether versions can be kept here.</summary>
    public bool CanSave => site.Folder is not null;

    /// <summary>Gets the rules in force.</summary>
    public RulesSnapshot Rules => book.Current;

    /// <summary>Gets the reason why a step was not taken; null for none.</summary>
    public string? Obstacle { get; private set; }

    /// <summary>Gets who was stated in a form that was rejected.</summary>
    public string? Author { get; private set; }

    /// <summary>Gets the reason that was stated in a form that was rejected.</summary>
    public string? Reason { get; private set; }

    /// <summary>Gets the words for the rules without a version of this site, as this service is configured.</summary>
    public string WithoutVersion => options.Value.SiteParametersInForce is { } id ? $"The rules of the files with the site parameters {id}, without a version of this site" : "The rules as shipped, without a change of this site";

    public void OnGet() => Site = site.Read();

    /// <summary>Makes an earlier version part of the rules that answer again.</summary>
    public async Task<IActionResult> OnPostBackAsync(int number, int live, string? author, string? reason)
    {
        if (Signature.Missing(User, author, reason) is { } missing)
        {
            return Refused(missing, StatusCodes.Status422UnprocessableEntity, author, reason);
        }

        try
        {
            await site.GoBackAsync(number, live, Signature.NameOf(User, author), Signature.OneLine(reason), HttpContext.RequestAborted);
            audit.Changed(Person.Of(User)!, "went back to other rules", FormattableString.Invariant($"version {number}"));
            await reload.LookNowAsync(HttpContext.RequestAborted);
            return Redirect("/rules/history");
        }
        catch (Exception exception) when (exception is SiteConflictException or SiteFolderException)
        {
            return Refused(exception.Message, StatusCodes.Status409Conflict, author, reason);
        }
    }

    /// <summary>Gets the words for the days for which a version is meant; null when its author named none.</summary>
    public string? PeriodOf(int number) => site.Folder is { } folder ? TuneWords.PeriodOf(StoredVersion.TryReadNote(folder, number)) : null;

    /// <summary>Gets the name of whoever took a step.</summary>
    public static string NameOf(SiteEvent entry) => entry.Who is "" or "nobody" or "this machine" ? Signature.Unknown : entry.Who;

    /// <summary>Gets the words for an event.</summary>
    public static string WordsOf(SiteEvent entry) => entry switch
    {
        { What: SiteEventKind.Saved } => $"saved version {entry.Version} as the draft",
        { What: SiteEventKind.Discarded } => $"discarded the draft, version {entry.Version}",
        { What: SiteEventKind.WentLive } => $"went live with version {entry.Version}",
        { What: SiteEventKind.WentBack, Version: 0 } => "went back to the rules without a version of this site",
        { What: SiteEventKind.WentBack } => $"went back to version {entry.Version}",
        _ => "the step before did not happen: the folder could not be written",
    };

    private PageResult Refused(string obstacle, int status, string? author, string? reason)
    {
        (Obstacle, Author, Reason) = (obstacle, author, reason);
        Response.StatusCode = status;
        Site = site.Read();
        return Page();
    }
}
