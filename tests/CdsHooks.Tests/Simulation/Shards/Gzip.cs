using System.IO.Compression;
using System.Text;

namespace CdsHooks.Tests.Simulation.Shards;

internal static class Gzip
{
    public static byte[] Of(string text)
    {
        using var memory = new MemoryStream();
        using (var gzip = new GZipStream(memory, CompressionLevel.Fastest))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return memory.ToArray();
    }
}
