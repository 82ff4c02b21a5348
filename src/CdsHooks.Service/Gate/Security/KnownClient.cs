using CdsHooks.Service.Gate.Clients;

namespace CdsHooks.Service.Gate.Security;

/// <summary>Says who makes a call that a page of this service makes itself. A request from outside cannot carry it: it is a feature of the call, not a header.</summary>
/// <param name="Client">The client.</param>
internal sealed record KnownClient(Client Client);
