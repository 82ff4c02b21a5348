using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace CdsHooks.Service.Gate.Clients;

/// <summary>Clients: those that are registered, and calls without authentication.</summary>
internal sealed class ClientsOptions
{
    public const string Section = "Clients";

    /// <summary>Gets or sets the options for calls without authentication, where those are allowed.</summary>
    [Required]
    [ValidateObjectMembers]
    public ClientOptions Anonymous { get; set; } = new();

    /// <summary>Gets or sets the registered clients.</summary>
    [Required]
    [ValidateEnumeratedItems]
    public List<RegisteredClientOptions> Registered { get; set; } = [];
}

[OptionsValidator]
internal sealed partial class ClientsOptionsAttributesValidator : IValidateOptions<ClientsOptions>;
