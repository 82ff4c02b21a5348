using CdsHooks.Service.Gate.Clients;

namespace CdsHooks.Service.Gate.Security;

/// <summary>What came of looking at a token.</summary>
/// <param name="Client">Whose it is; null where no registered client issued it.</param>
/// <param name="Rejection">Why it is not good; null when it is.</param>
internal readonly record struct TokenValidation(RegisteredClient? Client, Rejection? Rejection);
