namespace CdsHooks.Service.Gate.Clients;

/// <summary>A client that is told from others by its tokens.</summary>
/// <param name="Client">The client.</param>
/// <param name="Registration">How its tokens look.</param>
internal sealed record RegisteredClient(Client Client, RegisteredClientOptions Registration);
