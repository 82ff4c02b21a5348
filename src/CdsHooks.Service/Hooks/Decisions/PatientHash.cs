using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CdsHooks.Service.Hooks.Decisions;

/// <summary>Turns the id of a patient into a keyed hash, so that decisions about one patient can be counted as one and nobody without the key finds out whose they are.</summary>
internal static class PatientHash
{
    private const int HashBytes = 16;

    /// <summary>The smallest size of a key, in bytes.</summary>
    public const int MinKeyBytes = 32;

    /// <summary>Decodes a key.</summary>
    /// <returns>The key; null when the text is not Base64 of enough bytes.</returns>
    public static byte[]? KeyOf(string text)
    {
        var key = new byte[text.Length];
        return Convert.TryFromBase64String(text, key, out var length) && length >= MinKeyBytes ? key[..length] : null;
    }

    /// <summary>Hashes an id. The length of the client's name comes first, so that no other pair yields the same input.</summary>
    /// <param name="key">The key.</param>
    /// <param name="client">The client's name: two EHRs may give the same id to different patients.</param>
    /// <param name="patientId">The patient's id.</param>
    public static string Of(byte[] key, string client, string patientId) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{client.Length}:{client}{patientId}"))).AsSpan(0, HashBytes));
}
