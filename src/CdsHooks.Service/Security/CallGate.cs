using CdsHooks.Service.Clients;
using CdsHooks.Service.Errors;
using CdsHooks.Service.Limits;

namespace CdsHooks.Service.Security;

/// <summary>Through which every call of a CDS Hooks route passes: it says whose call it is.</summary>
/// <param name="clients">The clients, as configured.</param>
/// <param name="rate">How often each may call.</param>
internal sealed class CallGate(ClientRegistry clients, ClientRate rate)
{
    /// <summary>Lets a call in.</summary>
    /// <param name="context">The call.</param>
    /// <returns>The client that calls.</returns>
    /// <exception cref="RefusalException">The client calls too often: 429.</exception>
    public ValueTask<Client> EnterAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var client = clients.Anonymous;
        rate.Check(context, client);
        return ValueTask.FromResult(client);
    }
}
