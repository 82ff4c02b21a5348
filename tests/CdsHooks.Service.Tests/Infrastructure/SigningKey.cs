using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace CdsHooks.Service.Tests.Infrastructure;

/// <summary>A client's key pair, which signs as RFC 7515 says, without the library that the service checks with.</summary>
internal sealed class SigningKey : IDisposable
{
    private readonly ECDsa? _ec;
    private readonly RSA? _rsa;

    private SigningKey(string id, ECDsa? ec, RSA? rsa)
    {
        Id = id;
        _ec = ec;
        _rsa = rsa;
    }

    public string Id { get; }

    public static SigningKey Ec(string id = "ec+/=1", ECCurve? curve = null) => new(id, ECDsa.Create(curve ?? ECCurve.NamedCurves.nistP384), null);

    public static SigningKey Rsa(string id = "rsa-1", int bits = 2048) => new(id, null, RSA.Create(bits));

    /// <summary>The public key as a JWK, with members added or taken away (null).</summary>
    public JsonObject Jwk(params (string Name, string? Value)[] changes)
    {
        var jwk = _ec is { } ec ? JwkOf(ec.ExportParameters(false)) : JwkOf(_rsa!.ExportParameters(false));
        jwk["kid"] = Id;
        foreach (var (name, value) in changes)
        {
            jwk.Remove(name);
            if (value is not null)
            {
                jwk[name] = value;
            }
        }

        return jwk;
    }

    /// <summary>The private key's own member, which nobody should publish.</summary>
    public string PrivatePart() => Encode(_ec?.ExportParameters(true).D ?? _rsa!.ExportParameters(true).D!);

    public string Sign(JsonObject header, JsonObject payload) =>
        Sign(Encoding.UTF8.GetBytes(header.ToJsonString()), Encoding.UTF8.GetBytes(payload.ToJsonString()), (string?)header["alg"] ?? "none");

    /// <summary>Signs bytes, whatever they are.</summary>
    public string Sign(byte[] header, byte[] payload, string algorithm)
    {
        var signed = $"{Encode(header)}.{Encode(payload)}";
        return $"{signed}.{Encode(Signature(algorithm, Encoding.UTF8.GetBytes(signed)))}";
    }

    public static string Encode(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    public void Dispose()
    {
        _ec?.Dispose();
        _rsa?.Dispose();
    }

    private byte[] Signature(string algorithm, byte[] bytes)
    {
        if (algorithm is "none")
        {
            return [];
        }

        if (algorithm.StartsWith("HS", StringComparison.Ordinal))
        {
            // The known attack: the public key taken for a shared secret.
            return HMACSHA256.HashData(_ec?.ExportSubjectPublicKeyInfo() ?? _rsa!.ExportSubjectPublicKeyInfo(), bytes);
        }

        var hash = algorithm[2..] switch
        {
            "256" => HashAlgorithmName.SHA256,
            "384" => HashAlgorithmName.SHA384,
            _ => HashAlgorithmName.SHA512,
        };
        var padding = algorithm[0] is 'P' ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1;
        return _ec?.SignData(bytes, hash) ?? _rsa!.SignData(bytes, hash, padding);
    }

    private static JsonObject JwkOf(ECParameters key) => new()
    {
        ["kty"] = "EC",
        ["crv"] = key.Q.X!.Length switch { 32 => "P-256", 48 => "P-384", _ => "P-521" },
        ["x"] = Encode(key.Q.X),
        ["y"] = Encode(key.Q.Y!),
    };

    private static JsonObject JwkOf(RSAParameters key) => new() { ["kty"] = "RSA", ["n"] = Encode(key.Modulus!), ["e"] = Encode(key.Exponent!) };
}
