using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CdsHooks.Service.Knowledge.Site;

/// <summary>
/// The folder of a site's changes: <c>versions/1</c>, <c>versions/2</c> and so on, each with the FHIR files of one version, which never
/// change; the pointers <c>live</c> and <c>draft</c>, each a file with the number and the hash of a version, or with 0 for none; and
/// <c>log.ndjson</c>. Several replicas can share it.
/// </summary>
/// <remarks>
/// While a version is in force, a folder or pointer that is not there is a fault: a share that is not mounted must not take the site's
/// rules out of force. Only a pointer that says 0 does.
/// </remarks>
/// <param name="path">The full path.</param>
/// <param name="isInForce">Tells whether a version of the folder is in force; null for never.</param>
internal sealed class SiteFolder(string path, Func<bool>? isInForce = null)
{
    private const string Versions = "versions";
    private const string NoVersion = "0";

    /// <summary>Gets the full path.</summary>
    public string Path => path;

    /// <summary>Gets the path of the audit log.</summary>
    public string LogPath => System.IO.Path.Combine(path, "log.ndjson");

    private bool IsExpected => isInForce?.Invoke() is true;

    /// <summary>Checks that the folder is there, where one of its versions is in force.</summary>
    /// <exception cref="SiteFolderException">It is not: a share may not be mounted, or the folder was moved.</exception>
    public void CheckIsThere()
    {
        // A mount point without its share is an empty folder.
        if (IsExpected && !Directory.Exists(System.IO.Path.Combine(path, Versions)))
        {
            throw new SiteFolderException(
                string.Empty, "The folder of the site's versions cannot be read, although one of them is in force: mount it again, or put it back. Until then nothing can be changed.");
        }
    }

    /// <summary>Reads a pointer.</summary>
    /// <returns>The pointer; null when it says that there is no version, or is not there.</returns>
    /// <exception cref="SiteFolderException">The pointer cannot be read, or is no pointer.</exception>
    public SitePointer? ReadPointer(SiteUse use)
    {
        try
        {
            var text = File.ReadAllText(PointerPath(use));
            return text.Trim() is NoVersion ? null : SitePointer.Parse(text)
                ?? throw new SiteFolderException(NameOf(use), "The file does not name a version: put its former content back, or write 0 for none.");
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            CheckIsThere();
            return use is SiteUse.Live && IsExpected
                ? throw new SiteFolderException(NameOf(use), "The file is not there, although a version is in force: put it back, or go back to a version.")
                : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SiteFolderException(NameOf(use), "The file cannot be read.");
        }
    }

    /// <summary>Replaces a pointer in one step.</summary>
    /// <param name="use">The use of the version.</param>
    /// <param name="pointer">The pointer; null to write that there is no version.</param>
    /// <exception cref="SiteFolderException">The folder cannot be written.</exception>
    public void WritePointer(SiteUse use, SitePointer? pointer)
    {
        try
        {
            Directory.CreateDirectory(path);
            var beside = System.IO.Path.Combine(path, $".{NameOf(use)}-{(pointer?.Number ?? 0).ToString(CultureInfo.InvariantCulture)}");
            WriteThrough(beside, Encoding.UTF8.GetBytes((pointer?.ToString() ?? NoVersion) + "\n"));
            File.Move(beside, PointerPath(use), overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SiteFolderException(NameOf(use), "The file cannot be written.");
        }
    }

    /// <summary>Lists the numbers of all versions, in rising order.</summary>
    /// <exception cref="SiteFolderException">The folder cannot be read.</exception>
    public IReadOnlyList<int> List()
    {
        try
        {
            return
            [
                .. Directory.EnumerateDirectories(System.IO.Path.Combine(path, Versions))
                    .Select(folder => int.TryParse(System.IO.Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0)
                    .Where(number => number > 0)
                    .Order(),
            ];
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SiteFolderException(Versions, "The folder cannot be read.");
        }
    }

    /// <summary>Reads the files of a version.</summary>
    /// <returns>The files, in the order of their names, and their hash.</returns>
    /// <exception cref="SiteFolderException">The version is not there, or cannot be read.</exception>
    public SiteVersion Read(int number)
    {
        var name = NameOf(number);
        try
        {
            var folder = System.IO.Path.Combine(path, Versions, number.ToString(CultureInfo.InvariantCulture));
            var files = Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal).Select(file => (System.IO.Path.GetFileName(file), (ReadOnlyMemory<byte>)File.ReadAllBytes(file)));
            return SiteVersion.Of(number, [.. files]);
        }
        catch (DirectoryNotFoundException)
        {
            throw new SiteFolderException(name, "This version is not there.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SiteFolderException(name, "This version cannot be read.");
        }
    }

    /// <summary>Reads the version that a pointer names, which must be the one that it was written for.</summary>
    /// <exception cref="SiteFolderException">The version is not there, cannot be read, or has other files.</exception>
    public SiteVersion Read(SitePointer pointer)
    {
        var version = Read(pointer.Number);
        return string.Equals(version.Hash, pointer.Hash, StringComparison.Ordinal)
            ? version
            : throw new SiteFolderException(NameOf(pointer.Number), "The files of this version are not those that were saved: put them back, or go back to another version.");
    }

    /// <summary>Saves files as the next version. Of several savers at once, each gets a version of its own.</summary>
    /// <exception cref="SiteFolderException">The folder cannot be written.</exception>
    public SiteVersion Add(IReadOnlyList<(string Name, ReadOnlyMemory<byte> Json)> files)
    {
        var beside = System.IO.Path.Combine(path, Versions, $".{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}");
        try
        {
            Directory.CreateDirectory(beside);
            foreach (var (name, json) in files)
            {
                WriteThrough(System.IO.Path.Combine(beside, name), json.Span);
            }

            return SiteVersion.Of(Claim(beside), [.. files.OrderBy(file => file.Name, StringComparer.Ordinal)]);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SiteFolderException(Versions, "The folder cannot be written.");
        }
    }

    /// <summary>Gives a finished folder the next free number.</summary>
    private int Claim(string beside)
    {
        for (var number = List().DefaultIfEmpty().Max() + 1; ; number++)
        {
            var folder = System.IO.Path.Combine(path, Versions, number.ToString(CultureInfo.InvariantCulture));
            try
            {
                Directory.Move(beside, folder);
                return number;
            }
            catch (IOException) when (Directory.Exists(folder))
            {
                // Another replica was faster.
            }
        }
    }

    private string PointerPath(SiteUse use) => System.IO.Path.Combine(path, NameOf(use));

    private static string NameOf(SiteUse use) => use is SiteUse.Live ? "live" : "draft";

    private static string NameOf(int number) => string.Create(CultureInfo.InvariantCulture, $"{Versions}/{number}");

    private static void WriteThrough(string file, ReadOnlySpan<byte> content)
    {
        using FileStream stream = new(file, FileMode.Create, FileAccess.Write, FileShare.None);
        stream.Write(content);
        stream.Flush(flushToDisk: true);
    }
}

/// <summary>The use of a version of a site's changes.</summary>
internal enum SiteUse
{
    /// <summary>It is part of the rules that answer calls.</summary>
    Live,

    /// <summary>It is tried in shadow.</summary>
    Draft,
}

/// <summary>A fault of the folder of a site's changes.</summary>
/// <param name="place">The file or folder, below the folder of the site.</param>
/// <param name="message">One sentence for the operator.</param>
[SuppressMessage("Design", "CA1032:Implement standard exception constructors", Justification = "The message is required.")]
[SuppressMessage("Roslynator", "RCS1194:Implement exception constructors", Justification = "The message is required.")]
internal sealed class SiteFolderException(string place, string message) : Exception(message)
{
    /// <summary>Gets the file or folder, below the folder of the site.</summary>
    public string Place => place;
}
