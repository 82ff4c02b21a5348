using CdsHooks.Decision.Plan;
using CdsHooks.Service.Knowledge.Site;
using CdsHooks.Workbench.Tuning;

namespace CdsHooks.Service.Pages.Tune;

/// <summary>A saved version of the site, read for the pages.</summary>
/// <param name="Version">The version.</param>
/// <param name="Tuning">What it sets.</param>
/// <param name="Note">Who made it and why; null when it does not say.</param>
/// <param name="SavedAt">The time at which it was saved; null when the log does not say.</param>
internal sealed record StoredVersion(SiteVersion Version, SiteTuning Tuning, ChangeNote? Note, DateTimeOffset? SavedAt)
{
    /// <summary>Reads who made a version, why and for which days; null when it does not say or cannot be read.</summary>
    public static ChangeNote? TryReadNote(SiteFolder folder, int number)
    {
        try
        {
            return SiteFilesReader.ReadNote(KnowledgeFiles.Of(folder.Read(number).Files.Select(file => (file.Name, file.Json)), new IssueList()).Resources);
        }
        catch (SiteFolderException)
        {
            return null;
        }
    }

    /// <summary>Reads a version; null when it is not there or cannot be read.</summary>
    public static StoredVersion? TryRead(SiteFolder folder, int number, SiteState state, TuneSheet sheet)
    {
        try
        {
            var version = folder.Read(number);
            var resources = KnowledgeFiles.Of(version.Files.Select(file => (file.Name, file.Json)), new IssueList()).Resources;
            var (tuning, _) = SiteFilesReader.Read(resources, SiteResources.ParametersFor(resources, sheet.Plan.Rules.Canonical), sheet.Declared);
            var saved = state.Events.LastOrDefault(entry => entry.What is SiteEventKind.Saved && entry.Version == number);
            return new StoredVersion(version, tuning, SiteFilesReader.ReadNote(resources), saved?.At);
        }
        catch (SiteFolderException)
        {
            return null;
        }
    }
}
