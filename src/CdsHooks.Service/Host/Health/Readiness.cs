namespace CdsHooks.Service.Host.Health;

/// <summary>Whether the service has answered its first call, the one it puts to itself.</summary>
internal sealed class Readiness
{
    private volatile bool _isReady;

    public bool IsReady => _isReady;

    public void Declare() => _isReady = true;
}
