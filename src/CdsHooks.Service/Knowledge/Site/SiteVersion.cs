using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CdsHooks.Service.Knowledge.Site;

/// <summary>One version of a site's changes. Immutable.</summary>
/// <param name="Number">The number, from 1.</param>
/// <param name="Hash">The hash of the names and contents of its files, in hexadecimal.</param>
/// <param name="Files">The files, in the order of their names.</param>
internal sealed record SiteVersion(int Number, string Hash, IReadOnlyList<(string Name, ReadOnlyMemory<byte> Json)> Files)
{
    /// <summary>Gets the pointer to it.</summary>
    public SitePointer Pointer => new(Number, Hash);

    /// <summary>Creates a version of its files.</summary>
    public static SiteVersion Of(int number, IReadOnlyList<(string Name, ReadOnlyMemory<byte> Json)> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (name, json) in files)
        {
            hash.AppendData(SHA256.HashData(Encoding.UTF8.GetBytes(name)));
            hash.AppendData(SHA256.HashData(json.Span));
        }

        return new SiteVersion(number, Convert.ToHexStringLower(hash.GetHashAndReset()), files);
    }
}

/// <summary>Names a version by its number, and by the hash of its files, so that a version that was changed or half copied is noticed.</summary>
/// <param name="Number">The number.</param>
/// <param name="Hash">The hash.</param>
internal sealed record SitePointer(int Number, string Hash)
{
    /// <summary>Reads a pointer; null when the text is none.</summary>
    public static SitePointer? Parse(string text) =>
        text.Trim().Split(' ') is [var number, { Length: 64 } hash]
        && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed)
        && parsed > 0
        && hash.All(char.IsAsciiHexDigitLower)
            ? new SitePointer(parsed, hash)
            : null;

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Number} {Hash}");
}
