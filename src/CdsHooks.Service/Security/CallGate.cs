using CdsHooks.Service.Clients;

namespace CdsHooks.Service.Security;

/// <summary>Through which every call of a CDS Hooks route passes: it says whose call it is.</summary>
/// <param name="clients">The clients, as configured.</param>
internal sealed class CallGate(ClientRegistry clients)
{
    /// <summary>Lets a call in.</summary>
    /// <param name="context">The call.</param>
    /// <returns>The client that calls.</returns>
    public ValueTask<Client> EnterAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return ValueTask.FromResult(clients.Anonymous);
    }
}
