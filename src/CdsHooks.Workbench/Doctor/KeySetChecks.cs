using System.Buffers.Text;
using System.Text.Json;

namespace CdsHooks.Workbench.Doctor;

/// <summary>Checks a client's JWK Set by the rules by which the service reads it.</summary>
internal sealed class KeySetChecks(DoctorTarget target, Probe probe, FindingList findings)
{
    /// <summary>The largest set that the service reads.</summary>
    private const int MaxBytes = 256 * 1024;

    private const int MinRsaBytes = 256;
    private const string Name = "key set";

    public async Task RunAsync()
    {
        if (target.KeySet is not { } address)
        {
            findings.NotChecked(Name, target.Words.KeySet);
            return;
        }

        if (address.Scheme is not "https" && !address.IsLoopback)
        {
            findings.Problem(Name, "The address of the key set is not https: whoever stands between could exchange the keys.", "Publish the set by https.");
            return;
        }

        var reply = await probe.GetAsync(address, "application/jwk-set+json, application/json", maxBytes: MaxBytes);
        if (reply.Failure is not null || reply.Status is not 200)
        {
            findings.Problem(Name, $"The key set cannot be read: {reply.Describe()}.", reply.Status is >= 300 and < 400
                ? "Register the final address: the service follows no redirect."
                : "Publish it at this address without authentication, and let the service's network reach it.");
        }
        else if (reply.Body is not { } body)
        {
            findings.Problem(Name, "The key set is larger than 256 kB and is not read.", "Publish only the keys that sign calls.");
        }
        else if (KeysOf(body) is not { } keys)
        {
            findings.Problem(Name, "The answer is no JWK Set.", "Publish a JSON object with an array \"keys\" (RFC 7517).");
        }
        else
        {
            Judge(keys);
        }
    }

    /// <summary>Describes why a key cannot validate tokens.</summary>
    /// <returns>The end of a sentence; null when it can.</returns>
    internal static string? IssueOf(JsonElement key)
    {
        if (key.ValueKind is not JsonValueKind.Object)
        {
            return "is no object";
        }

        if (key.TryGetProperty("d"u8, out _))
        {
            return "is a private key: whoever reads it can sign";
        }

        if (key.Text("kid") is not { Length: > 0 })
        {
            return "has no id (kid)";
        }

        if (key.Text("use") is not (null or "" or "sig"))
        {
            return "is not for signatures (use)";
        }

        if (key.Items("key_ops").Any() && !key.Items("key_ops").Any(operation => operation.ValueKind is JsonValueKind.String && operation.ValueEquals("verify"u8)))
        {
            return "may not validate signatures (key_ops)";
        }

        return key.Text("kty") switch
        {
            "EC" when key.Text("crv") is not ("P-256" or "P-384" or "P-521") => "has another curve than P-256, P-384 or P-521 (crv)",
            "EC" => key.Text("x") is { Length: > 0 } && key.Text("y") is { Length: > 0 } ? null : "is incomplete (x, y)",
            "RSA" => key.Text("e") is { Length: > 0 } && LengthOf(key.Text("n")) is { } length
                ? length >= MinRsaBytes ? null : "is shorter than 2048 bits (n)"
                : "is incomplete (n, e)",
            _ => "is neither EC nor RSA (kty)",
        };
    }

    private void Judge(List<JsonElement> keys)
    {
        var issues = keys.Select(IssueOf).ToList();
        var described = issues
            .Select((issue, index) => issue is null ? null : $"Key {index + 1} {issue}.")
            .OfType<string>()
            .ToList();
        var usable = keys.Where((_, index) => issues[index] is null).ToList();
        if (usable.Count == 0)
        {
            findings.Problem(Name, $"The set has no key that can validate tokens. {string.Join(' ', described)}".Trim(), "Publish the public half of the key that signs, with kid, and with alg ES384 or RS384.");
        }
        else if (keys.Any(key => key.ValueKind is JsonValueKind.Object && key.TryGetProperty("d"u8, out _)))
        {
            findings.Problem(Name, string.Join(' ', described), "Take it out at once, and replace this key everywhere: it no longer proves anything.");
        }
        else if (target.Signer is { } signer && !usable.Exists(key => string.Equals(key.Text("kid"), signer.KeyId, StringComparison.Ordinal) && signer.IsPublicHalf(key)))
        {
            findings.Problem(Name, "The public half of the given private key is not in the set under its id.", target.Words.KeyPair);
        }
        else if (described.Count > 0)
        {
            findings.Warning(Name, $"{Wording.Counted(usable.Count, "key")} can validate tokens. {string.Join(' ', described)}", "Take out what is not used.");
        }
        else
        {
            findings.Ok(Name, $"{Wording.Counted(usable.Count, "key")} can validate tokens.");
        }
    }

    private static List<JsonElement>? KeysOf(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("keys"u8, out var keys) && keys.ValueKind is JsonValueKind.Array
                ? [.. keys.Clone().EnumerateArray()]
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static int? LengthOf(string? encoded)
    {
        try
        {
            return encoded is { Length: > 0 } ? Base64Url.DecodeFromChars(encoded).AsSpan().TrimStart((byte)0).Length : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
