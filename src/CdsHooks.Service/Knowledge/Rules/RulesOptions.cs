using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace CdsHooks.Service.Knowledge.Rules;

/// <summary>The rules and their site parameters.</summary>
internal sealed class RulesOptions
{
    public const string Section = "Rules";

    /// <summary>Gets or sets the folder of the knowledge; a relative path starts at the service's own folder.</summary>
    /// <value>The default is <c>fhir-profiles</c>.</value>
    [Required]
    public string Directory { get; set; } = "fhir-profiles";

    /// <summary>Gets or sets the id of the site parameters, a Parameters resource in the knowledge.</summary>
    /// <value>The default is null: the plans' own defaults apply.</value>
    [MinLength(1)]
    public string? SiteParameters { get; set; }

    /// <summary>Gets or sets the id of the site parameters under the former name of the option, which is read for one more version.</summary>
    /// <value>The default is null: <c>Rules:SiteParameters</c> applies.</value>
    [MinLength(1)]
    public string? SiteProfile { get; set; }

    /// <summary>Gets the id of the site parameters in force; null for the plans' own defaults.</summary>
    public string? SiteParametersInForce => SiteParameters ?? SiteProfile;
}

[OptionsValidator]
internal sealed partial class RulesOptionsValidator : IValidateOptions<RulesOptions>;

/// <summary>The discovery document.</summary>
internal sealed class DiscoveryOptions
{
    public const string Section = "Discovery";

    /// <summary>Gets or sets the file that is served unchanged; a relative path starts at the service's own folder.</summary>
    /// <value>The default is <c>cds-services.json</c>.</value>
    [Required]
    public string File { get; set; } = "cds-services.json";
}

[OptionsValidator]
internal sealed partial class DiscoveryOptionsValidator : IValidateOptions<DiscoveryOptions>;
