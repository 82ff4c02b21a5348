using Microsoft.IdentityModel.Tokens;

namespace CdsHooks.Service.Gate.Keys;

/// <summary>What a source of keys said.</summary>
/// <param name="Keys">The keys.</param>
/// <param name="MaxAge">For how long they are good; null where the source does not say.</param>
internal sealed record KeyAnswer(IReadOnlyList<JsonWebKey> Keys, TimeSpan? MaxAge = null);
