namespace CdsHooks.Service.Hooks.FhirAccess;

/// <summary>An address to put paths behind.</summary>
internal static class BaseAddress
{
    private const char Slash = '/';

    /// <summary>The address with a slash at its end, without which the last segment would be replaced.</summary>
    public static Uri Of(string address)
    {
        var builder = new UriBuilder(address);
        builder.Path = builder.Path.TrimEnd(Slash) + Slash;
        return builder.Uri;
    }
}
