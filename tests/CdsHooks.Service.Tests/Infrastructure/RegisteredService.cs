using Xunit;

namespace CdsHooks.Service.Tests.Infrastructure;

/// <summary>A service with one registered EHR, for tests that change nothing of either.</summary>
public sealed class RegisteredService : IAsyncLifetime
{
    private RegisteredEhr? _ehr;
    public ServiceApp App { get; private set; } = null!;

    internal RegisteredEhr Ehr => _ehr!;

    public async ValueTask InitializeAsync()
    {
        _ehr = await RegisteredEhr.StartAsync();
        App = _ehr.NewApp();
    }

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        await Ehr.DisposeAsync();
    }
}
