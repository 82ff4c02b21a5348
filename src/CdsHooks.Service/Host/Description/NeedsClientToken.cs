namespace CdsHooks.Service.Host.Description;

/// <summary>Marks an endpoint that lets only clients in.</summary>
internal sealed class NeedsClientToken
{
    public static readonly NeedsClientToken Instance = new();
}
