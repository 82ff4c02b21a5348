using CdsHooks.Service.Gate.People;
using CdsHooks.Service.Knowledge.Rules;
using CdsHooks.Service.Knowledge.Site;
using CdsHooks.Workbench.Tuning;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CdsHooks.Service.Pages.Tune;

/// <summary>The review of a change: what it says, which sample patients turn, and who makes it and why. Then it is downloaded or saved.</summary>
internal sealed class ReviewPage(RuleBook book, CaseShelf shelf, SiteEditing site, RulesReload reload, Audit audit, TimeProvider clock) : PageModel
{
    /// <summary>Gets the change.</summary>
    public TuneSheet Sheet { get; private set; } = null!;

    /// <summary>Gets what it does to the golden cases.</summary>
    public JudgedChange Judged { get; private set; } = null!;

    /// <summary>Gets the state of the site's versions.</summary>
    public SiteState Site { get; private set; } = SiteState.None;

    /// <summary>Gets a value indicating whether versions can be saved here.</summary>
    public bool CanSave => site.Folder is not null;

    /// <summary>Gets what is filled in.</summary>
    public Signature Signature { get; private set; } = new();

    /// <summary>Gets the errors by field.</summary>
    public IReadOnlyDictionary<string, string> Errors { get; private set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Gets the reason why the change was not saved; null for none.</summary>
    public string? Obstacle { get; private set; }

    /// <summary>Gets the address of the review with the change on top of what is in force.</summary>
    public string StartedAnew
    {
        get
        {
            var sheet = TuneSheet.Open(book.Current, Sheet.Token);
            sheet.StartFromInForce();
            return TunePage.AddressOf("/rules/tune/review", sheet.Token, "values");
        }
    }

    public IActionResult OnGet(string? change)
    {
        Signature.Author = Signature.SignedIn(User);
        return Show(change);
    }

    /// <summary>Downloads the files of the change.</summary>
    public IActionResult OnPostDownload(string? change, Signature signature)
    {
        var shown = Show(change, signature);
        return IsReady() ? File(SiteZip.Of(Files(), clock.GetUtcNow()), "application/zip", "site-rules.zip") : shown;
    }

    /// <summary>Saves the change as the draft, which is tried in shadow from then on.</summary>
    public async Task<IActionResult> OnPostSaveAsync(string? change, Signature signature)
    {
        var shown = Show(change, signature);
        if (!IsReady())
        {
            return shown;
        }

        try
        {
            var saved = await site.SaveDraftAsync(Files(), Sheet.StartedFrom, Signature.NameOf(User, signature.Author), Signature.OneLine(signature.Reason), HttpContext.RequestAborted);
            audit.Changed(Person.Of(User)!, "saved a draft of the rules", FormattableString.Invariant($"version {saved.Number}"));
            await reload.LookNowAsync(HttpContext.RequestAborted);
            return Redirect("/rules/shadow");
        }
        catch (SiteConflictException exception)
        {
            Obstacle = $"{exception.Message} Nothing was saved, and nothing of your change is lost.";
        }
        catch (SiteFolderException exception)
        {
            Obstacle = $"{exception.Message} Nothing was saved. The files can still be downloaded.";
        }

        Response.StatusCode = StatusCodes.Status409Conflict;
        return shown;
    }

    private PageResult Show(string? change, Signature? signature = null)
    {
        Sheet = TuneSheet.Open(book.Current, change);
        Judged = shelf.Judge(Sheet);
        Site = site.Read();
        if (signature is not null)
        {
            signature.Confirmed = [.. Request.Form[nameof(Signature.Confirmed)].OfType<string>()];
            Signature = signature;
            var errors = signature.Errors(Judged.Turned);
            foreach (var field in new[] { nameof(Signature.From), nameof(Signature.Until) }.Where(field => ModelState.GetFieldValidationState(field) is Microsoft.AspNetCore.Mvc.ModelBinding.ModelValidationState.Invalid))
            {
                errors[field] = "A day is expected.";
            }

            Errors = errors;
            Response.StatusCode = Errors.Count > 0 ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK;
        }

        return Page();
    }

    private bool IsReady() => Errors.Count == 0 && Judged.Errors.Count == 0 && !Sheet.IsDamaged && Sheet.Differences.Count > 0;

    private IReadOnlyList<(string Name, ReadOnlyMemory<byte> Json)> Files() =>
        SiteFiles.Write(new SiteChange(Sheet.Plan.Rules.Canonical.Split('|')[0], Sheet.Target, Signature.Note(clock.GetUtcNow())), Sheet.Declared);
}
