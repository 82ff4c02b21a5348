namespace CdsHooks.Benchmarks.Samples;

/// <summary>Finds what the benchmarks take from the repository they were built in.</summary>
internal static class Repository
{
    /// <summary>Gets the folder that holds the solution.</summary>
    /// <exception cref="DirectoryNotFoundException">The benchmarks do not run below such a folder.</exception>
    public static string Root { get; } = FindRoot();

    /// <summary>Gets the path of the service's release build.</summary>
    public static string Service => Path.Combine(Root, ".artifacts", "bin", "CdsHooks.Service", "release", "CdsHooks.Service");

    private static string FindRoot()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "CdsHooks.sln")))
            {
                return folder;
            }
        }

        throw new DirectoryNotFoundException("No folder above the benchmarks holds CdsHooks.sln.");
    }
}
