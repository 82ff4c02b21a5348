using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace CdsHooks.Service.Gate.Keys;

/// <summary>Reads the signing keys of a JWK Set (RFC 7517).</summary>
internal static class SigningKeys
{
    private const int MinRsaBytes = 256;
    private const char ByteOrderMark = '\uFEFF';

    private static readonly Dictionary<string, string> Curves = new(StringComparer.Ordinal)
    {
        [SecurityAlgorithms.EcdsaSha256] = "P-256",
        [SecurityAlgorithms.EcdsaSha384] = "P-384",
        [SecurityAlgorithms.EcdsaSha512] = "P-521",
    };

    /// <summary>Gets the algorithms that a client may be registered with: asymmetric ones.</summary>
    public static IReadOnlyList<string> Algorithms { get; } =
    [
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
    ];

    /// <summary>Gets the algorithms of a client that is registered without any: the pair that CDS Hooks recommends.</summary>
    public static IReadOnlyList<string> DefaultAlgorithms { get; } = [SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.RsaSha384];

    /// <summary>Reads the public signing keys of a set. Keys that cannot be used are ignored (RFC 7517, 5).</summary>
    /// <param name="json">The set.</param>
    /// <returns>The keys; null when this is not a JWK Set.</returns>
    public static IReadOnlyList<JsonWebKey>? Read(ReadOnlySpan<byte> json)
    {
        try
        {
            using var set = JsonDocument.Parse(Encoding.UTF8.GetString(json).TrimStart(ByteOrderMark));
            return set.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("keys"u8, out var keys) && keys.ValueKind is JsonValueKind.Array
                ? [.. keys.EnumerateArray().Select(KeyOf).OfType<JsonWebKey>()]
                : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a name contains an escaped unpaired surrogate.
            return null;
        }
    }

    /// <summary>Determines whether a key may be used with an algorithm.</summary>
    public static bool Fits(JsonWebKey key, string algorithm) =>
        (string.IsNullOrEmpty(key.Alg) || string.Equals(key.Alg, algorithm, StringComparison.Ordinal))
        && (Curves.TryGetValue(algorithm, out var curve)
            ? key.Kty is JsonWebAlgorithmsKeyTypes.EllipticCurve && string.Equals(key.Crv, curve, StringComparison.Ordinal)
            : key.Kty is JsonWebAlgorithmsKeyTypes.RSA);

    private static JsonWebKey? KeyOf(JsonElement json)
    {
        try
        {
            var key = new JsonWebKey(json.GetRawText());
            return IsSigningKey(key) ? key : null;
        }
        catch (Exception exception) when (exception is ArgumentException or JsonException or SecurityTokenException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    // A private key that has been published no longer proves anything.
    private static bool IsSigningKey(JsonWebKey key) =>
        !string.IsNullOrEmpty(key.Kid)
        && !key.HasPrivateKey
        && key.Use is null or "" or "sig"
        && (key.KeyOps.Count == 0 || key.KeyOps.Contains("verify", StringComparer.Ordinal))
        && (key.Kty is JsonWebAlgorithmsKeyTypes.EllipticCurve ? IsCurve(key) : key.Kty is JsonWebAlgorithmsKeyTypes.RSA && IsLongEnough(key));

    private static bool IsCurve(JsonWebKey key) => Curves.ContainsValue(key.Crv ?? string.Empty) && key is { X.Length: > 0, Y.Length: > 0 };

    private static bool IsLongEnough(JsonWebKey key) =>
        key is { N.Length: > 0, E.Length: > 0 } && Base64UrlEncoder.DecodeBytes(key.N).AsSpan().TrimStart((byte)0).Length >= MinRsaBytes;
}
