using CdsHooks.Decision;

namespace CdsHooks.Service.Knowledge.Rules;

/// <summary>A service of the discovery document with the plan behind it.</summary>
/// <param name="Id">The service's id, the last part of its address.</param>
/// <param name="Hook">The one hook it answers.</param>
/// <param name="Plan">The plan.</param>
/// <param name="Options">The codes of the options by which a client turns the cards off; may be empty.</param>
/// <param name="Page">The page about the plan; null when the service does not know its own address.</param>
internal sealed record HookedPlan(string Id, string Hook, CompiledPlan Plan, IReadOnlyList<string> Options, Uri? Page);
