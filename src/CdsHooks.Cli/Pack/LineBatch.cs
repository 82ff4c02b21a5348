namespace CdsHooks.Cli.Pack;

/// <summary>Whole lines of one file.</summary>
/// <param name="File">The number of the file in the export.</param>
/// <param name="FirstLine">The number of the first line in the file, from 1.</param>
/// <param name="Bytes">The lines, each with its line break; the last of a file may have none.</param>
internal readonly record struct LineBatch(int File, long FirstLine, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>Calls for each line that is not blank, without its line break.</summary>
    public void ForEach(Action<long, ReadOnlyMemory<byte>> read)
    {
        var rest = Bytes;
        for (var number = FirstLine; !rest.IsEmpty; number++)
        {
            var end = rest.Span.IndexOf((byte)'\n');
            var line = end < 0 ? rest : rest[..end];
            rest = end < 0 ? default : rest[(end + 1)..];
            line = line.Length > 0 && line.Span[^1] is (byte)'\r' ? line[..^1] : line;
            if (line.Span.ContainsAnyExcept(" \t\r"u8))
            {
                read(number, line);
            }
        }
    }
}
