using System.Buffers;
using CdsHooks.Service.Gate.Clients;
using CdsHooks.Service.Hooks.Decisions;
using CdsHooks.Service.Hooks.FhirAccess;
using CdsHooks.Service.Knowledge.Rules;

namespace CdsHooks.Service.Hooks.Shadow;

/// <summary>A call that waits to be judged by the shadow rules.</summary>
/// <param name="Service">The service with the shadow rules.</param>
/// <param name="Served">The service that answered, with its rules.</param>
/// <param name="Client">The client that called.</param>
/// <param name="Body">The body, to be disposed.</param>
/// <param name="Pages">What was fetched for the call.</param>
/// <param name="Now">The time of the call, in the site's time zone.</param>
/// <param name="EvaluationDate">The day that replaces the evaluation date and today; null for none.</param>
/// <param name="Record">The record of the decision that was answered.</param>
internal sealed record ShadowCall(
    CdsService Service,
    CdsService Served,
    Client Client,
    IMemoryOwner<byte> Body,
    FetchedPages Pages,
    DateTimeOffset Now,
    DateOnly? EvaluationDate,
    DecisionRecord Record)
{
    /// <summary>Gets the number of bytes that the call holds.</summary>
    public long Bytes => Body.Memory.Length + Pages.Bytes;
}
