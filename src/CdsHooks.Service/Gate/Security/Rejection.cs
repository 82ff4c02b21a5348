namespace CdsHooks.Service.Gate.Security;

/// <summary>Reasons for rejecting a call. For the log and the metrics only; the response never states the reason.</summary>
internal enum Rejection
{
    /// <summary>The call has no token.</summary>
    NoToken,

    /// <summary>The token is not a JWT, or is too large.</summary>
    Malformed,

    /// <summary>No client is registered with the token's issuer.</summary>
    Issuer,

    /// <summary>The algorithm is not one of the client's, or <c>typ</c> is not JWT, or an extension is marked critical.</summary>
    Header,

    /// <summary>The token names a JWK Set that is not registered for the client.</summary>
    KeySet,

    /// <summary>The client's keys are unavailable.</summary>
    KeysAway,

    /// <summary>None of the client's keys has this id and fits the algorithm.</summary>
    UnknownKey,

    /// <summary>The signature is wrong.</summary>
    Signature,

    /// <summary>The token is for another audience.</summary>
    Audience,

    /// <summary>The token has expired, is not valid yet, was issued in the future, is valid for too long, or lacks one of the times.</summary>
    Time,

    /// <summary>The token has no id, or one that is too long.</summary>
    TokenId,

    /// <summary>The token's tenant is not one of the client's.</summary>
    Tenant,

    /// <summary>The token was used before.</summary>
    Replay,
}
