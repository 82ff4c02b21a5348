namespace CdsHooks.Cli.Pack;

/// <summary>A file of an export.</summary>
/// <param name="Name">Its path below the folder, with slashes.</param>
/// <param name="Path">The path.</param>
/// <param name="Shown">Its name in messages.</param>
/// <param name="Bytes">The size of the file.</param>
internal sealed record ExportFile(string Name, string Path, string Shown, long Bytes)
{
    /// <summary>Gets a value indicating whether the file is compressed.</summary>
    public bool IsGzip => Name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);

    /// <summary>Gets the file's name without folder and endings, in lower case.</summary>
    public string Stem => StemOf(System.IO.Path.GetFileName(Name));

    /// <summary>Gets a name without the endings of NDJSON, in lower case.</summary>
    public static string StemOf(string name)
    {
        var stem = name.ToLowerInvariant();
        foreach (var ending in (string[])[".gz", ".ndjson"])
        {
            stem = stem.EndsWith(ending, StringComparison.Ordinal) ? stem[..^ending.Length] : stem;
        }

        return stem;
    }
}
