using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace CdsHooks.Service.Gate.People;

/// <summary>The workbench: pages to try the service, to read and tune its rules, and to connect an EHR; and who may open them.</summary>
internal sealed class WorkbenchOptions
{
    public const string Section = "Workbench";

    /// <summary>Gets or sets a value indicating whether the workbench is served.</summary>
    /// <value>The default is false; true in Development. Outside Development it needs <see cref="OpenIdConnect"/> or <see cref="ProxyIdentity"/>.</value>
    public bool IsOn { get; set; }

    /// <summary>Gets or sets the roles or groups, as the identity provider or the proxy names them, whose members may read the pages and use the sandbox.</summary>
    /// <value>The default is empty: only those in <see cref="EditorRoles"/> may.</value>
    [Required]
    public string[] ReaderRoles { get; set; } = [];

    /// <summary>Gets or sets the roles or groups, as the identity provider or the proxy names them, whose members may change rules as well.</summary>
    /// <value>The default is empty: no one may change anything.</value>
    [Required]
    public string[] EditorRoles { get; set; } = [];

    /// <summary>Gets or sets the identity provider that people sign in with.</summary>
    [Required]
    [ValidateObjectMembers]
    public IdentityProviderOptions OpenIdConnect { get; set; } = new();

    /// <summary>Gets or sets the headers in which a reverse proxy that has authenticated people says who they are.</summary>
    [Required]
    public ProxyIdentityOptions ProxyIdentity { get; set; } = new();

    /// <summary>Gets or sets the simulations that people may start from the pages.</summary>
    [Required]
    [ValidateObjectMembers]
    public SimulationOptions Simulation { get; set; } = new();

    /// <summary>Reads whether the workbench is on while services are being registered. What is neither true nor false is reported when the service starts.</summary>
    public static bool IsOnIn(IConfiguration configuration) =>
        bool.TryParse(configuration[$"{Section}:{nameof(IsOn)}"], out var isOn) && isOn;
}

/// <summary>Options of an OpenID Connect provider.</summary>
internal sealed class IdentityProviderOptions
{
    /// <summary>Gets or sets the issuer address of the provider, below which <c>.well-known/openid-configuration</c> is found, e.g. <c>https://login.hospital.example/realms/staff</c>.</summary>
    /// <value>The default is null: no provider is used.</value>
    public string? Authority { get; set; }

    /// <summary>Gets or sets the client id under which the provider knows this service.</summary>
    /// <value>The default is null.</value>
    public string? ClientId { get; set; }

    /// <summary>Gets or sets the client secret. Keep it out of files that others read: <c>Workbench__OpenIdConnect__ClientSecret</c> as an environment variable from a secret.</summary>
    /// <value>The default is null.</value>
    public string? ClientSecret { get; set; }

    /// <summary>Gets or sets the scopes that are asked for beside <c>openid</c> and <c>profile</c>: whatever the provider wants before it names roles.</summary>
    /// <value>The default is empty.</value>
    [Required]
    public string[] Scopes { get; set; } = [];

    /// <summary>Gets or sets the claim that lists a person's roles or groups, in the ID token or at the provider's user info address.</summary>
    /// <value>The default is <c>roles</c>.</value>
    [Required]
    public string RoleClaim { get; set; } = "roles";

    /// <summary>Gets or sets the claim with a person's name, for the audit log.</summary>
    /// <value>The default is <c>name</c>.</value>
    [Required]
    public string NameClaim { get; set; } = "name";

    /// <summary>Gets or sets the time after which a person has to sign in again, in minutes; so long can a role that was withdrawn still be used.</summary>
    /// <value>The default is 60. From 5 to 720.</value>
    [Range(5, 720)]
    public int SessionMinutes { get; set; } = 60;

    /// <summary>Gets or sets a value indicating whether the provider may have an address in a private network or on this machine.</summary>
    /// <value>The default is false: only public addresses are connected to.</value>
    public bool AllowPrivateAddress { get; set; }
}

/// <summary>Options of a reverse proxy that authenticates people. Only the proxies in <c>Proxy:TrustedAddresses</c> are believed.</summary>
internal sealed class ProxyIdentityOptions
{
    /// <summary>Gets or sets the request header in which the proxy names the person, e.g. <c>X-Auth-Request-User</c>.</summary>
    /// <value>The default is null: no proxy is believed.</value>
    public string? UserHeader { get; set; }

    /// <summary>Gets or sets the request header in which the proxy lists the person's roles or groups, separated by commas, e.g. <c>X-Auth-Request-Groups</c>.</summary>
    /// <value>The default is null.</value>
    public string? RolesHeader { get; set; }
}

/// <summary>Options of simulations.</summary>
internal sealed class SimulationOptions
{
    /// <summary>Gets or sets the folder whose folders are packs that may be simulated, as <c>cdshooks simulate pack</c> makes them; a relative path starts where that of the store's file does. Links in it are not followed.</summary>
    /// <value>The default is null: only the synthetic cohort can be simulated. An empty text means the same.</value>
    public string? PacksFolder { get; set; }

    /// <summary>Gets or sets the folder of the runs and their results, which name patients; a relative path starts where that of the store's file does. It is of one instance alone, and its files can be read by the service's user only.</summary>
    /// <value>The default is null: <c>simulations</c> beside the store's SQLite file, or <c>data/simulations</c> without one. An empty text means the same.</value>
    public string? RunsFolder { get; set; }

    /// <summary>Gets or sets the time after which a run is removed, in days.</summary>
    /// <value>The default is 30. From 1 to 3650.</value>
    [Range(1, 3650)]
    public int KeepDays { get; set; } = 30;
}

[OptionsValidator]
internal sealed partial class WorkbenchOptionsAttributesValidator : IValidateOptions<WorkbenchOptions>;
