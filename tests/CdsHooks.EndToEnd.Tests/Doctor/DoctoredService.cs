using Xunit;

namespace CdsHooks.EndToEnd.Tests.Doctor;

/// <summary>The real service with one registered client, behind a proxy that tests can break.</summary>
public sealed class DoctoredService : IAsyncLifetime
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("cdshooks-doctor-");
    private ServiceProcess? _service;
    private Relay? _relay;

    internal RegisteredClient Client { get; } = new();

    internal Relay Relay => _relay!;

    internal Uri Service => _service!.Client.BaseAddress!;

    /// <summary>The options with which everything is checked that concerns the service.</summary>
    internal string[] Signing => ["--issuer", RegisteredClient.Issuer, "--key", Client.KeyFile, "--key-id", RegisteredClient.KeyId];

    public async ValueTask InitializeAsync()
    {
        _relay = await Relay.StartAsync();
        _service = new ServiceProcess(Client.Settings(_relay.Address, ("Store:ConnectionString", $"Data Source={Path.Combine(_data.FullName, "cdshooks.db")}")));
        await _service.InitializeAsync();
        _relay.Upstream = _service.Client.BaseAddress;
    }

    public async ValueTask DisposeAsync()
    {
        await _service!.DisposeAsync();
        await _relay!.DisposeAsync();
        Client.Dispose();
        _data.Delete(recursive: true);
    }
}
