namespace CdsHooks.Service.Health;

/// <summary>A feature of a call that the service puts to itself: it is about nobody, so it is not recorded.</summary>
internal sealed class OwnCall
{
    private OwnCall()
    {
    }

    public static OwnCall Instance { get; } = new();
}
