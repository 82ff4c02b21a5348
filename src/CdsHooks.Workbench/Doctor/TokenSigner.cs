using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CdsHooks.Workbench.Doctor;

/// <summary>Signs the tokens of the test calls with a client's private key, which never leaves this object.</summary>
internal sealed class TokenSigner : IDisposable
{
    private readonly ECDsa? _ec;
    private readonly RSA? _rsa;
    private readonly string _keyId;

    private TokenSigner(ECDsa? ec, RSA? rsa, string keyId)
    {
        _ec = ec;
        _rsa = rsa;
        _keyId = keyId;
    }

    public string KeyId => _keyId;

    /// <summary>Gets the algorithm that fits the key.</summary>
    public string Algorithm => _ec?.KeySize switch
    {
        256 => "ES256",
        384 => "ES384",
        521 => "ES512",
        _ => "RS384",
    };

    /// <summary>Reads a private key.</summary>
    /// <param name="pem">The content of a PEM file.</param>
    /// <param name="keyId">The id of its public half in the client's JWK Set.</param>
    /// <returns>The signer; null when this is no private key for signing, or is protected by a password.</returns>
    public static TokenSigner? Read(string pem, string keyId)
    {
        var ec = ECDsa.Create();
        if (IsImported(ec, pem) && ec.KeySize is 256 or 384 or 521)
        {
            return new TokenSigner(ec, null, keyId);
        }

        ec.Dispose();
        var rsa = RSA.Create();
        if (IsImported(rsa, pem))
        {
            return new TokenSigner(null, rsa, keyId);
        }

        rsa.Dispose();
        return null;
    }

    /// <summary>Makes out a token for one call, valid for five minutes, as CDS Hooks 2.0 describes it.</summary>
    public string Sign(DoctorTarget target, string audience, DateTimeOffset now)
    {
        JsonObject header = new() { ["alg"] = Algorithm, ["typ"] = "JWT", ["kid"] = _keyId };
        if (target.KeySet is { } keySet)
        {
            header["jku"] = keySet.OriginalString;
        }

        JsonObject claims = new()
        {
            ["iss"] = target.Issuer,
            ["aud"] = audience,
            ["iat"] = now.ToUnixTimeSeconds(),
            ["exp"] = now.AddMinutes(5).ToUnixTimeSeconds(),
            ["jti"] = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)),
        };
        if (target.Tenant is { } tenant)
        {
            claims["tenant"] = tenant;
        }

        var signed = string.Create(CultureInfo.InvariantCulture, $"{Encode(header)}.{Encode(claims)}");
        var bytes = Encoding.ASCII.GetBytes(signed);
        var hash = Algorithm[2..] switch { "256" => HashAlgorithmName.SHA256, "384" => HashAlgorithmName.SHA384, _ => HashAlgorithmName.SHA512 };
        var signature = _ec?.SignData(bytes, hash) ?? _rsa!.SignData(bytes, hash, RSASignaturePadding.Pkcs1);
        return $"{signed}.{Base64Url.EncodeToString(signature)}";
    }

    /// <summary>Determines whether a JWK is the public half of this key.</summary>
    public bool IsPublicHalf(JsonElement jwk) => _ec is not null
        ? jwk.Text("x") is { } x && jwk.Text("y") is { } y && IsSame(x, _ec.ExportParameters(false).Q.X!) && IsSame(y, _ec.ExportParameters(false).Q.Y!)
        : jwk.Text("n") is { } modulus && IsSame(modulus, _rsa!.ExportParameters(false).Modulus!);

    public void Dispose()
    {
        _ec?.Dispose();
        _rsa?.Dispose();
    }

    private static bool IsSame(string encoded, byte[] bytes) => string.Equals(encoded, Base64Url.EncodeToString(bytes), StringComparison.Ordinal);

    private static string Encode(JsonObject json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json.ToJsonString()));

    private static bool IsImported(AsymmetricAlgorithm algorithm, string pem)
    {
        try
        {
            algorithm.ImportFromPem(pem);
        }
        catch (Exception exception) when (exception is ArgumentException or CryptographicException)
        {
            return false;
        }

        return HasPrivatePart(algorithm);
    }

    private static bool HasPrivatePart(AsymmetricAlgorithm algorithm)
    {
        try
        {
            _ = algorithm.ExportPkcs8PrivateKey();
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
