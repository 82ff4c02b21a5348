using System.IO.Compression;

namespace CdsHooks.Service.Pages.Tune;

/// <summary>Puts the files of a change into an archive, in a folder of their own that takes the place of an earlier one.</summary>
internal static class SiteZip
{
    // The archive's times have no earlier year.
    private static readonly DateTimeOffset Earliest = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Makes the archive.</summary>
    public static byte[] Of(IEnumerable<(string Name, ReadOnlyMemory<byte> Json)> files, DateTimeOffset at)
    {
        using MemoryStream packed = new();
        using (ZipArchive archive = new(packed, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, json) in files)
            {
                var entry = archive.CreateEntry($"site/{name}");
                entry.LastWriteTime = at < Earliest ? Earliest : at;
                using var stream = entry.Open();
                stream.Write(json.Span);
            }
        }

        return packed.ToArray();
    }
}
