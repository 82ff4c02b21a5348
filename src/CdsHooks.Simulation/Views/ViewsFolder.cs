using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CdsHooks.Workbench;

namespace CdsHooks.Simulation.Views;

/// <summary>Writes the files of views into a folder, and replaces only what was written by it before.</summary>
internal static class ViewsFolder
{
    /// <summary>The file that lists the others, by which a folder is known.</summary>
    public const string ListName = "views.json";

    private const string Format = "cdshooks-views/1";

    /// <summary>Writes the files.</summary>
    /// <param name="files">Their paths, with slashes, and their texts.</param>
    /// <param name="folder">The folder: not there yet, empty, or with files that were written before.</param>
    /// <param name="shown">The folder's name in messages.</param>
    /// <exception cref="InvalidInputException">The folder has something else in the place of a file, or a file was changed since.</exception>
    public static void Write(IReadOnlyList<(string Path, string Text)> files, string folder, string shown)
    {
        if (File.Exists(folder))
        {
            throw new InvalidInputException($"{shown} is a file, not a folder.");
        }

        var own = OwnFiles(folder, shown);
        if (own is null && Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
        {
            throw new InvalidInputException($"The folder {shown} is not empty, and not one of views.");
        }

        own ??= [];
        foreach (var (path, hash) in own)
        {
            if (File.Exists(PathOf(folder, path)) && !string.Equals(HashOf(File.ReadAllBytes(PathOf(folder, path))), hash, StringComparison.Ordinal))
            {
                throw new InvalidInputException($"The file {path} in {shown} was changed since it was made. Keep it elsewhere, and remove it.");
            }
        }

        if (files.FirstOrDefault(file => !own.ContainsKey(file.Path) && Path.Exists(PathOf(folder, file.Path))) is { Path: { } other })
        {
            throw new InvalidInputException($"The file {other} in {shown} is not one of the views.");
        }

        Replace(files, own.Keys, folder);
    }

    private static void Replace(IReadOnlyList<(string Path, string Text)> files, IEnumerable<string> former, string folder)
    {
        foreach (var path in former.Except(files.Select(file => file.Path), StringComparer.Ordinal))
        {
            File.Delete(PathOf(folder, path));
        }

        // The list first: what is on it may be replaced if this run is interrupted.
        Directory.CreateDirectory(folder);
        WriteList(files, folder);
        foreach (var (path, text) in files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(PathOf(folder, path))!);
            File.WriteAllText(PathOf(folder, path), text);
        }
    }

    private static void WriteList(IReadOnlyList<(string Path, string Text)> files, string folder)
    {
        using var stream = File.Create(Path.Combine(folder, ListName));
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" });
        json.WriteStartObject();
        json.WriteString("format"u8, Format);
        json.WriteStartObject("files"u8);
        foreach (var (path, text) in files)
        {
            json.WriteString(path, HashOf(Encoding.UTF8.GetBytes(text)));
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>Reads the list of a folder; null when it has none.</summary>
    private static Dictionary<string, string>? OwnFiles(string folder, string shown)
    {
        var path = Path.Combine(folder, ListName);
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            using var list = JsonDocument.Parse(File.ReadAllBytes(path));
            if (list.RootElement.GetProperty("format").GetString() is Format)
            {
                var files = list.RootElement.GetProperty("files").EnumerateObject().ToDictionary(file => file.Name, file => file.Value.GetString() ?? string.Empty, StringComparer.Ordinal);
                return files.Keys.All(file => IsInside(folder, file)) ? files : throw NotOurs(shown);
            }
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw NotOurs(shown);
        }

        throw NotOurs(shown);
    }

    private static InvalidInputException NotOurs(string shown) => new($"The file {ListName} in {shown} is not a list of views.");

    private static bool IsInside(string folder, string path) =>
        Path.GetFullPath(PathOf(folder, path)).StartsWith(Path.GetFullPath(folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static string PathOf(string folder, string path) => Path.Combine(folder, path.Replace('/', Path.DirectorySeparatorChar));

    private static string HashOf(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
