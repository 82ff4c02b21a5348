namespace CdsHooks.Workbench.Cases;

/// <summary>Who the patient of a golden case is, and what the case shows.</summary>
/// <param name="Title">The title of its README; the name of its folder where it has none.</param>
/// <param name="Text">The text of its README; empty where it has none.</param>
internal sealed record CaseStory(string Title, string Text)
{
    /// <summary>Reads the story of a case.</summary>
    /// <param name="folder">The folder of the case.</param>
    public static CaseStory Read(string folder)
    {
        var file = Path.Combine(folder, "README.md");
        return File.Exists(file) && File.ReadAllLines(file) is [var title, .. var text]
            ? new CaseStory(title.TrimStart('#', ' '), string.Join(' ', text.Where(line => line.Length > 0)))
            : new CaseStory(Path.GetFileName(folder), string.Empty);
    }
}
