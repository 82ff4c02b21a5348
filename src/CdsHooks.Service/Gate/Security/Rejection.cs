namespace CdsHooks.Service.Gate.Security;

/// <summary>Why a call was not let in. For the log and the metrics only: the caller is never told.</summary>
internal enum Rejection
{
    /// <summary>There is no token.</summary>
    NoToken,

    /// <summary>What is there is no JWT, or larger than one may be.</summary>
    Malformed,

    /// <summary>No client is registered with this issuer.</summary>
    Issuer,

    /// <summary>The algorithm is not one of the client's, or <c>typ</c> is not JWT, or an extension is marked critical.</summary>
    Header,

    /// <summary>The token names a JWK Set that is not registered for the client.</summary>
    KeySet,

    /// <summary>The client's keys could not be had.</summary>
    KeysAway,

    /// <summary>None of the client's keys has this id and fits the algorithm.</summary>
    UnknownKey,

    /// <summary>The signature is wrong.</summary>
    Signature,

    /// <summary>It is meant for another address.</summary>
    Audience,

    /// <summary>It has expired, is not valid yet, is from the future, lasts too long, or lacks one of the times.</summary>
    Time,

    /// <summary>It has no id, or one that is too long.</summary>
    TokenId,

    /// <summary>Its tenant is not one of the client's.</summary>
    Tenant,

    /// <summary>It was used before.</summary>
    Replay,
}
