using CdsHooks.Service.Knowledge.Rules;
using CdsHooks.Service.Knowledge.Site;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CdsHooks.Service.Pages.Tune;

/// <summary>One version of the site: what it sets, who made it and why, and its files.</summary>
internal sealed class VersionPage(RuleBook book, SiteEditing site) : PageModel
{
    /// <summary>Gets the rules in force, to compare with.</summary>
    public TuneSheet Sheet { get; private set; } = null!;

    /// <summary>Gets the version.</summary>
    public StoredVersion Stored { get; private set; } = null!;

    /// <summary>Gets the state of the site's versions.</summary>
    public SiteState Site { get; private set; } = SiteState.None;

    /// <summary>Gets the address on which a change starts that would make what this version says.</summary>
    public string AsChange
    {
        get
        {
            var sheet = TuneSheet.Open(book.Current, null);
            sheet.Target = Stored.Tuning;
            return TunePage.AddressOf("/rules/tune", sheet.Token, "values");
        }
    }

    public IActionResult OnGet(int number) => Read(number) ? Page() : NotFound();

    /// <summary>Downloads the files.</summary>
    public IActionResult OnGetFiles(int number) => Read(number) ? File(SiteZip.Of(Stored.Version.Files, Stored.SavedAt ?? DateTimeOffset.UnixEpoch), "application/zip", FormattableString.Invariant($"site-rules-{number}.zip")) : NotFound();

    private bool Read(int number)
    {
        Sheet = TuneSheet.Open(book.Current, null);
        Site = site.Read();
        if (site.Folder is not { } folder || StoredVersion.TryRead(folder, number, Site, Sheet) is not { } stored)
        {
            return false;
        }

        Stored = stored;
        return true;
    }
}
