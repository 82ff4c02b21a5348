using CdsHooks.Fhir;
using Hl7.Fhir.Model;

namespace CdsHooks.Decision.Plan;

/// <summary>
/// The texts that site parameters put in the place of a plan's texts. An entry names the action, the plan's text and the site's text. The
/// plan's text is the address: when a later version of the plan has another text there, the entry is an issue, and no edited text stays in
/// the place of a text that it was not written for.
/// </summary>
public static class SiteTexts
{
    /// <summary>The name of an entry of a Parameters resource that replaces a text.</summary>
    public const string EntryName = "text";

    /// <summary>The name of the part that names the action.</summary>
    public const string ActionPart = "action";

    /// <summary>The name of the part with the plan's text.</summary>
    public const string PlanPart = "plan";

    /// <summary>The name of the part with the site's text.</summary>
    public const string SitePart = "site";

    /// <summary>Determines whether an entry of a Parameters resource replaces a text.</summary>
    public static bool IsText(Parameters.ParameterComponent entry) => entry.Name is EntryName;

    /// <summary>Reads one entry that replaces a text.</summary>
    /// <returns>The action's id, the plan's text and the element of the site's text; null when a part is missing, unknown or no text.</returns>
    public static (string ActionId, string Plan, DataType Site)? Read(Parameters.ParameterComponent entry)
    {
        var isComplete = entry.Value is null && entry.Part.Count == 3;
        return isComplete && TextOf(entry, ActionPart) is { } action && TextOf(entry, PlanPart) is { } plan && TextOf(entry, SitePart) is not null
            ? (action, plan, entry.Part.Find(part => part.Name is SitePart)!.Value!)
            : null;
    }

    /// <summary>Puts a site's texts in the place of a plan's.</summary>
    /// <param name="plan">The plan, which is not changed.</param>
    /// <param name="siteParameters">The site parameters; null for none.</param>
    /// <param name="issues">Receives an issue for each entry that cannot be read, and for each whose text the plan does not have.</param>
    /// <returns>A plan with the site's texts; the plan itself where the site has none.</returns>
    internal static EditedPlan Apply(KnowledgeResource plan, KnowledgeResource? siteParameters, IssueList issues)
    {
        var entries = ((siteParameters?.Resource as Parameters)?.Parameter ?? []).FindAll(IsText);
        if (entries.Count == 0)
        {
            return new EditedPlan(plan, []);
        }

        // Malformed parts were removed from the original, whose locations would not be those of a copy.
        var copy = (PlanDefinition)plan.Resource.DeepCopy();
        var edited = plan with { Located = new LocatedResource(copy) };
        var texts = PlanText.Of(copy).ToLookup(text => (text.ActionId, text.Text));
        HashSet<(string, string)> seen = [];
        List<(PlanText Text, string Site, KnowledgeIssue At)> replaced = [];
        foreach (var entry in entries)
        {
            if (IssueOf(entry, texts, seen) is { } issue)
            {
                issues.Add(siteParameters!, entry, issue);
            }
            else if (Read(entry) is { } read)
            {
                var at = new KnowledgeIssue(siteParameters!.File, siteParameters.Located.LocationOf(read.Site), string.Empty);
                replaced.AddRange(texts[(read.ActionId, read.Plan)].Select(text => (text, read.Site.AsText()!, at)));
            }
        }

        List<(string Location, KnowledgeIssue At)> places = replaced.ConvertAll(text => (edited.Located.LocationOf(text.Text.Element), text.At));
        foreach (var (text, site, _) in replaced)
        {
            ((PrimitiveType)text.Element).JsonValue = site;
        }

        return new EditedPlan(edited, places);
    }

    private static string? IssueOf(Parameters.ParameterComponent entry, ILookup<(string ActionId, string Text), PlanText> texts, HashSet<(string ActionId, string Text)> seen) => Read(entry) switch
    {
        null => "A text needs the parts action (valueId), plan and site (each a valueString), and nothing else.",
        var (action, plan, _) when !texts.Contains((action, plan)) =>
            "The plan has no such text in this action, or another one in the meantime: look at the plan's text and write the site's anew.",
        var (action, plan, _) when !seen.Add((action, plan)) => "This text is replaced twice.",
        _ => null,
    };

    private static string? TextOf(Parameters.ParameterComponent entry, string part) =>
        entry.Part.Find(candidate => string.Equals(candidate.Name, part, StringComparison.Ordinal))?.Value.AsText();
}

/// <summary>A plan with the texts of a site.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="Places">The location of each replaced text in the plan, and its place in the site parameters.</param>
internal sealed record EditedPlan(KnowledgeResource Plan, IReadOnlyList<(string Location, KnowledgeIssue At)> Places)
{
    /// <summary>Moves an issue of a replaced text to the place where the site wrote it.</summary>
    public KnowledgeIssue Moved(KnowledgeIssue issue)
    {
        // Some readers report the part that holds the text.
        var place = string.Equals(issue.File, Plan.File, StringComparison.Ordinal)
            ? Places.FirstOrDefault(place => string.Equals(place.Location, issue.Location, StringComparison.Ordinal)
                || string.Equals(place.Location, issue.Location + ".value", StringComparison.Ordinal))
            : default;
        return place.At is { } at ? issue with { File = at.File, Location = at.Location } : issue;
    }
}
