using System.ComponentModel.DataAnnotations;

namespace CdsHooks.Service.Knowledge.Rules;

/// <summary>Where the discovery document comes from.</summary>
internal sealed class DiscoveryOptions
{
    public const string Section = "Discovery";

    /// <summary>Gets or sets the file that is served as it stands; a relative path starts at the service's own folder.</summary>
    /// <value>The default is <c>cds-services.json</c>.</value>
    [Required]
    public string File { get; set; } = "cds-services.json";
}
