using System.Text.Json;

namespace CdsHooks.Service.Knowledge.Site;

/// <summary>The audit log of a site's changes: one line of JSON per event, only ever appended to.</summary>
internal static class SiteLog
{
    /// <summary>Appends an event, on the disk when it returns.</summary>
    /// <exception cref="SiteFolderException">The log cannot be written.</exception>
    public static void Append(SiteFolder folder, SiteEvent entry)
    {
        try
        {
            Directory.CreateDirectory(folder.Path);
            using FileStream stream = new(folder.LogPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
            EndLine(stream);
            stream.Write([.. JsonSerializer.SerializeToUtf8Bytes(entry, SiteEventJson.Default.SiteEvent), (byte)'\n']);
            stream.Flush(flushToDisk: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SiteFolderException(Path.GetFileName(folder.LogPath), "The log cannot be written, so nothing was changed.");
        }
    }

    /// <summary>Reads all events, the oldest first. A line that a crash cut off is left out.</summary>
    /// <exception cref="SiteFolderException">The log cannot be read.</exception>
    public static IReadOnlyList<SiteEvent> Read(SiteFolder folder)
    {
        try
        {
            return [.. File.ReadLines(folder.LogPath).Select(Parse).OfType<SiteEvent>()];
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return [];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SiteFolderException(Path.GetFileName(folder.LogPath), "The log cannot be read.");
        }
    }

    private static SiteEvent? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, SiteEventJson.Default.SiteEvent);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Goes to the end, on a new line even where a crash cut the last one off.</summary>
    private static void EndLine(FileStream stream)
    {
        if (stream.Length > 0)
        {
            stream.Seek(-1, SeekOrigin.End);
            if (stream.ReadByte() != '\n')
            {
                stream.WriteByte((byte)'\n');
            }
        }
    }
}
