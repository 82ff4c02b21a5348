namespace CdsHooks.Service.Pages.Shared;

/// <summary>The golden cases beside the program.</summary>
internal static class ShippedCases
{
    /// <summary>Gets the folder of the cases; a deployment may be without it.</summary>
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "cases");

    /// <summary>Gets the folder of each case.</summary>
    public static IReadOnlyList<string> Folders => Directory.Exists(Folder) ? Directory.GetDirectories(Folder) : [];

    /// <summary>Gets the folder of a case.</summary>
    public static string FolderOf(string name) => Path.Combine(Folder, name);
}
