namespace CdsHooks.Service.Gate.People;

/// <summary>The ways in which people are identified.</summary>
internal enum Identification
{
    /// <summary>Whoever uses a browser on this machine, in Development.</summary>
    Machine,

    /// <summary>An OpenID Connect provider.</summary>
    Provider,

    /// <summary>A trusted reverse proxy.</summary>
    Proxy,
}

/// <summary>Tells parts of the workbench in which way people are identified.</summary>
/// <param name="Identification">The way.</param>
internal sealed record PeopleSource(Identification Identification)
{
    /// <summary>Reads the way from the configuration, while services are being registered.</summary>
    public static PeopleSource In(IConfiguration configuration) => configuration.GetSection(WorkbenchOptions.Section) switch
    {
        var section when IsSet(section, nameof(WorkbenchOptions.OpenIdConnect), nameof(IdentityProviderOptions.Authority)) => new PeopleSource(Identification.Provider),
        var section when IsSet(section, nameof(WorkbenchOptions.ProxyIdentity), nameof(ProxyIdentityOptions.UserHeader)) => new PeopleSource(Identification.Proxy),
        _ => new PeopleSource(Identification.Machine),
    };

    private static bool IsSet(IConfigurationSection section, string group, string option) => !string.IsNullOrWhiteSpace(section[$"{group}:{option}"]);
}
