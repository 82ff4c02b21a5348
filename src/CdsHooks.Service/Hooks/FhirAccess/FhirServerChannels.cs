using System.Collections.Concurrent;
using CdsHooks.Service.Gate.Clients;
using Microsoft.Extensions.Options;

namespace CdsHooks.Service.Hooks.FhirAccess;

/// <summary>The channels to the registered FHIR servers, one each for the life of the process.</summary>
internal sealed class FhirServerChannels(IOptions<FhirAccessOptions> options, IHostEnvironment environment, TimeProvider clock) : IDisposable
{
    private readonly ConcurrentDictionary<FhirServerOptions, Lazy<FhirServerChannel>> _channels = new(ReferenceEqualityComparer.Instance);

    /// <summary>Gets the state of each server that a call has named so far. Clients may share a server; it counts as paused when it is for any of them.</summary>
    public IEnumerable<(string Address, bool IsPaused)> States => _channels
        .Where(channel => channel.Value.IsValueCreated)
        .GroupBy(channel => channel.Key.BaseUrl, channel => channel.Value.Value.Health.IsPaused, StringComparer.Ordinal)
        .Select(server => (server.Key, server.Any(isPaused => isPaused)));

    /// <summary>Finds the channel to the server that a call names.</summary>
    /// <param name="client">The client that calls.</param>
    /// <param name="address">The address from the call.</param>
    /// <param name="root">The base address for requests, with a trailing slash.</param>
    /// <returns>The channel; null when the address is not valid, or not at or below a server of this client.</returns>
    public FhirServerChannel? Find(Client client, string? address, out Uri? root)
    {
        root = null;
        if (address is null || !Uri.TryCreate(address, UriKind.Absolute, out var named) || named.Query.Length > 0 || named.Fragment.Length > 0)
        {
            return null;
        }

        foreach (var server in client.FhirServers)
        {
            var channel = _channels.GetOrAdd(server, one => new Lazy<FhirServerChannel>(() => new FhirServerChannel(one, options.Value, clock, environment.IsDevelopment()))).Value;
            if (channel.Covers(named))
            {
                root = FhirServerChannel.BaseAddressOf(named.AbsoluteUri);
                return channel;
            }
        }

        return null;
    }

    public void Dispose()
    {
        foreach (var channel in _channels.Values.Where(channel => channel.IsValueCreated))
        {
            channel.Value.Dispose();
        }
    }
}
