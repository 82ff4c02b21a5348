using CdsHooks.Service.Gate.Clients;

namespace CdsHooks.Service.Gate.Limits;

/// <summary>Everyone with whom a call shares its limits: a client; without authentication, an address.</summary>
/// <param name="Client">The client's configured name.</param>
/// <param name="Address">The key of the address of an anonymous caller; 0 for a client that has authenticated.</param>
internal readonly record struct Caller(string Client, UInt128 Address)
{
    /// <summary>Identifies the caller of a call.</summary>
    /// <param name="context">The call.</param>
    /// <param name="client">The client that calls.</param>
    /// <param name="clients">All clients, among them the anonymous one.</param>
    public static Caller Of(HttpContext context, Client client, ClientRegistry clients) =>
        new(client.Name, ReferenceEquals(client, clients.Anonymous) ? RemoteAddress.KeyOf(context.Connection.RemoteIpAddress) : UInt128.Zero);
}
