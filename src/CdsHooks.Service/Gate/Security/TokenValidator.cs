using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using CdsHooks.Service.Gate.Clients;
using CdsHooks.Service.Gate.Keys;
using CdsHooks.Service.Host.Hosting;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace CdsHooks.Service.Gate.Security;

/// <summary>Validates the token of a call (CDS Hooks, "Trusting CDS Clients"; spec list J-02 to J-13).</summary>
/// <remarks>
/// Nothing is fetched for a token whose issuer, algorithm or JWK Set is not registered, and nothing is remembered of one whose
/// signature is wrong.
/// </remarks>
internal sealed class TokenValidator(
    ClientRegistry clients,
    ClientKeys keys,
    ReplayGuard replays,
    IOptions<SecurityOptions> options,
    IOptions<HostingOptions> hosting,
    TimeProvider clock)
{
    private const int MaxTokenLength = 16 * 1024;
    private const int MaxTokenIdLength = 512;

    // The library would take a string for a number.
    private static readonly string[] Times = [JwtRegisteredClaimNames.Exp, JwtRegisteredClaimNames.Iat, JwtRegisteredClaimNames.Nbf];

    private static readonly JsonDocumentOptions OneOfAName = new() { AllowDuplicateProperties = false };

    private readonly JsonWebTokenHandler _handler = new() { MaximumTokenSizeInBytes = MaxTokenLength, SetDefaultTimesOnTokenCreation = false };

    // Read on use: this object is constructed before the options are validated at start.
    private TimeSpan Skew => TimeSpan.FromSeconds(options.Value.ClockSkewSeconds);

    /// <summary>Validates a token.</summary>
    /// <param name="text">The token.</param>
    /// <param name="path">The path of the call.</param>
    /// <param name="cancellationToken">Cancelled when the client disconnects.</param>
    public async ValueTask<TokenValidation> ValidateAsync(string text, PathString path, CancellationToken cancellationToken)
    {
        if (Parse(text) is not { } token)
        {
            return new TokenValidation(null, Rejection.Malformed);
        }

        if (token.Issuer is not { Length: > 0 } issuer || clients.Find(issuer) is not { } client)
        {
            return new TokenValidation(null, Rejection.Issuer);
        }

        return new TokenValidation(client, await RejectionOfAsync(token, client.Registration, path, cancellationToken));
    }

    private static JsonWebToken? Parse(string text)
    {
        if (text.Length is 0 or > MaxTokenLength)
        {
            return null;
        }

        try
        {
            var token = new JsonWebToken(text);
            if (token.IsEncrypted)
            {
                return null;
            }

            // Of a name that comes twice, readers disagree which value holds.
            using var header = JsonDocument.Parse(Base64UrlEncoder.DecodeBytes(token.EncodedHeader), OneOfAName);
            using var payload = JsonDocument.Parse(Base64UrlEncoder.DecodeBytes(token.EncodedPayload), OneOfAName);
            return Times.All(name => !payload.RootElement.TryGetProperty(name, out var time) || time.ValueKind is JsonValueKind.Number) ? token : null;
        }
        catch (Exception exception) when (exception is ArgumentException or SecurityTokenException or JsonException or FormatException or InvalidOperationException)
        {
            return null;
        }
    }

    private async ValueTask<Rejection?> RejectionOfAsync(JsonWebToken token, RegisteredClientOptions client, PathString path, CancellationToken cancellationToken)
    {
        var address = HeaderText(token, "jku");
        if (!HasGoodHeader(token, client))
        {
            return Rejection.Header;
        }

        if (!ClientKeys.MayName(client, address))
        {
            return Rejection.KeySet;
        }

        if (await keys.FindAsync(client, address, token.Kid, cancellationToken) is not { } known)
        {
            return Rejection.KeysAway;
        }

        List<SecurityKey> fitting = [.. known.Where(key => SigningKeys.Fits(key, token.Alg))];
        if (fitting.Count == 0)
        {
            return Rejection.UnknownKey;
        }

        if (!await IsSignedByAsync(token, fitting))
        {
            return Rejection.Signature;
        }

        return ClaimRejection(token, client, path, out var expires) ?? await ReplayRejectionAsync(token, client, expires, cancellationToken);
    }

    private static bool HasGoodHeader(JsonWebToken token, RegisteredClientOptions client)
    {
        IReadOnlyList<string> algorithms = client.Algorithms.Count > 0 ? client.Algorithms : SigningKeys.DefaultAlgorithms;
        return algorithms.Contains(token.Alg, StringComparer.Ordinal)
            && string.Equals(token.Typ, "JWT", StringComparison.OrdinalIgnoreCase)
            && !string.IsNullOrEmpty(token.Kid)
            && !token.TryGetHeaderValue<object>("crit", out _);
    }

    private async Task<bool> IsSignedByAsync(JsonWebToken token, List<SecurityKey> fitting)
    {
        var result = await _handler.ValidateTokenAsync(token, SignatureOnly(token, fitting));
        return result.IsValid;
    }

    [SuppressMessage("Security", "CA5404:Do not disable token validation checks", Justification = "The claims are validated below, with this service's own clock and one rejection reason each.")]
    private static TokenValidationParameters SignatureOnly(JsonWebToken token, List<SecurityKey> fitting) => new()
    {
        IssuerSigningKeys = fitting,
        ValidAlgorithms = [token.Alg],
        RequireSignedTokens = true,
        TryAllIssuerSigningKeys = true,
        ValidateIssuer = false,
        ValidateAudience = false,
        ValidateLifetime = false,
        ValidateTokenReplay = false,
    };

    private Rejection? ClaimRejection(JsonWebToken token, RegisteredClientOptions client, PathString path, out DateTimeOffset expires)
    {
        if (!HasGoodTimes(token, out expires))
        {
            return Rejection.Time;
        }

        if (!token.Audiences.Any(audience => client.Audiences.Contains(audience, StringComparer.Ordinal) || IsAddressOf(audience, path)))
        {
            return Rejection.Audience;
        }

        if (token.Id is not { Length: > 0 and <= MaxTokenIdLength })
        {
            return Rejection.TokenId;
        }

        return client.Tenants.Count == 0 || (token.TryGetPayloadValue<string>("tenant", out var tenant) && client.Tenants.Contains(tenant, StringComparer.Ordinal))
            ? null
            : Rejection.Tenant;
    }

    private async ValueTask<Rejection?> ReplayRejectionAsync(JsonWebToken token, RegisteredClientOptions client, DateTimeOffset expires, CancellationToken cancellationToken) =>
        client.AllowTokenReuse || await replays.IsFirstUseAsync(token.Issuer, token.Id, expires + Skew, cancellationToken) ? null : Rejection.Replay;

    private bool HasGoodTimes(JsonWebToken token, out DateTimeOffset expires)
    {
        var now = clock.GetUtcNow();
        expires = default;
        if (Instant(token, JwtRegisteredClaimNames.Exp) is not { } end || Instant(token, JwtRegisteredClaimNames.Iat) is not { } issued)
        {
            return false;
        }

        expires = end;
        var isEarly = token.TryGetPayloadValue<object>(JwtRegisteredClaimNames.Nbf, out _)
            && !(Instant(token, JwtRegisteredClaimNames.Nbf) is { } from && from - Skew <= now);
        return !isEarly && end + Skew > now && issued - Skew <= now && end > issued && end - issued <= TimeSpan.FromMinutes(options.Value.MaxTokenMinutes);
    }

    /// <summary>Reads a NumericDate (RFC 7519): seconds since 1970, possibly with a fraction.</summary>
    private static DateTimeOffset? Instant(JsonWebToken token, string claim)
    {
        if (!token.TryGetPayloadValue<object>(claim, out var value))
        {
            return null;
        }

        var seconds = value switch
        {
            int number => number,
            long number => number,
            double number => number,
            decimal number => (double)number,
            _ => double.NaN,
        };
        return seconds is > 0 and < 253_402_300_000 ? DateTimeOffset.UnixEpoch.AddSeconds(seconds) : null;
    }

    /// <summary>
    /// Determines whether an audience is the public address of the call; for feedback, also that of its service, since the specification
    /// can be read either way. A trailing slash is ignored.
    /// </summary>
    private bool IsAddressOf(string audience, PathString path)
    {
        if (hosting.Value.PublicUrl is not { } root || !Uri.TryCreate(audience, UriKind.Absolute, out var said))
        {
            return false;
        }

        var called = path.ToUriComponent().TrimEnd('/');
        return IsSame(said, root, called)
            || (called.EndsWith("/feedback", StringComparison.Ordinal) && IsSame(said, root, called[..^"/feedback".Length]));
    }

    private static bool IsSame(Uri said, string root, string path) =>
        Uri.TryCreate(root.TrimEnd('/') + path, UriKind.Absolute, out var called)
        && string.Equals(said.AbsoluteUri.TrimEnd('/'), called.AbsoluteUri.TrimEnd('/'), StringComparison.Ordinal);

    private static string? HeaderText(JsonWebToken token, string name) =>
        token.TryGetHeaderValue<object>(name, out var value) ? Convert.ToString(value, CultureInfo.InvariantCulture) : null;
}

/// <summary>The validation result of a token.</summary>
/// <param name="Client">The client that issued the token; null when no registered client did.</param>
/// <param name="Rejection">The reason for the rejection; null when the token is valid.</param>
internal readonly record struct TokenValidation(RegisteredClient? Client, Rejection? Rejection);
