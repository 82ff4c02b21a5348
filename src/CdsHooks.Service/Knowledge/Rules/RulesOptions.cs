using System.ComponentModel.DataAnnotations;

namespace CdsHooks.Service.Knowledge.Rules;

/// <summary>Where the rules come from.</summary>
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

    /// <summary>Gets or sets the same under its former name, which is read for one more version.</summary>
    /// <value>The default is null: <c>Rules:SiteParameters</c> decides.</value>
    [MinLength(1)]
    public string? SiteProfile { get; set; }

    /// <summary>Gets the id of the site parameters in force; null for the plans' own defaults.</summary>
    public string? SiteParametersInForce => SiteParameters ?? SiteProfile;
}
