using System.IO.Compression;
using System.Text;

namespace CdsHooks.Tests.Simulation.Shards;

internal static class Gzip
{
    /// <summary>What <c>gzip</c> makes of nothing; .NET would write no byte at all.</summary>
    private static readonly byte[] OfNothing = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];

    public static byte[] Of(string text)
    {
        if (text.Length is 0)
        {
            return OfNothing;
        }

        using var memory = new MemoryStream();
        using (var gzip = new GZipStream(memory, CompressionLevel.Fastest))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return memory.ToArray();
    }
}
