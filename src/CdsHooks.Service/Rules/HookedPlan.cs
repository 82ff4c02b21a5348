using CdsHooks.Decision;
using CdsHooks.Decision.Cards;

namespace CdsHooks.Service.Rules;

/// <summary>A service of the discovery document with the plan behind it.</summary>
/// <param name="Id">The service's id, the last part of its address.</param>
/// <param name="Hook">The one hook it answers.</param>
/// <param name="Plan">The plan.</param>
/// <param name="Cards">How its cards are written.</param>
internal sealed record HookedPlan(string Id, string Hook, Plan Plan, CardOptions Cards);
