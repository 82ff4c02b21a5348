using CdsHooks.Service.Knowledge.Rules;

namespace CdsHooks.Service.Hooks.ServiceCall;

/// <summary>Other rules than those in force, for a call that a page of this service makes itself. A feature of the call: a request from outside cannot carry it.</summary>
/// <param name="Service">The service with the plan to apply.</param>
internal sealed record CallRules(CdsService Service);
