using System.ComponentModel.DataAnnotations;
using CdsHooks.Decision.Plan;
using CdsHooks.Service.Knowledge.Site;
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

    /// <summary>Gets or sets the interval at which the files are read for changes, in seconds. A change comes into force when two looks in a row see the same files.</summary>
    /// <value>The default is 10. From 0 to 3600; 0 turns it off.</value>
    [Range(0.0, 3600.0)]
    public double ReloadSeconds { get; set; } = 10;

    /// <summary>Gets or sets the folder of the versions of the site's own changes; a relative path starts where that of the store's file does. Several replicas can share it.</summary>
    /// <value>The default is null: there are no such versions, and the workbench offers changes as files only. An empty text means the same.</value>
    public string? SiteDirectory { get; set; }

    /// <summary>Gets or sets the rules that are tried in shadow.</summary>
    [ValidateObjectMembers]
    public ShadowOptions Shadow { get; set; } = new();

    /// <summary>Gets the id of the site parameters in force; null for the plans' own defaults.</summary>
    public string? SiteParametersInForce => SiteParameters ?? SiteProfile;

    /// <summary>Lists the sets of rules to load, those that answer calls first.</summary>
    /// <param name="discoveryFile">The discovery document.</param>
    /// <param name="site">The folder of the site's changes; null for none.</param>
    public IEnumerable<RulesSource> Sources(string discoveryFile, SiteFolder? site)
    {
        RulesSource served = new(Directory, $"{Section}:{nameof(Directory)}", discoveryFile, SiteParametersInForce) { Site = site };
        yield return served;
        if (Shadow.IsOn)
        {
            var siteParameters = Shadow.SiteParameters ?? SiteParametersInForce;
            var isDefault = string.Equals(siteParameters, RuleSetLoader.DefaultSiteParameters, StringComparison.Ordinal);
            yield return new RulesSource(Shadow.Directory ?? Directory, $"{Section}:{nameof(Shadow)}:{nameof(Directory)}", discoveryFile, isDefault ? null : siteParameters)
            {
                IsShadow = true,
                IsSiteParametersFixed = Shadow.SiteParameters is not null,
                Site = Shadow.Directory is null ? site : null,
            };
        }
        else if (site is not null)
        {
            yield return served with { IsShadow = true, Use = SiteUse.Draft };
        }
    }
}

/// <summary>Rules that judge the same calls in shadow: recorded, and never shown to a client.</summary>
internal sealed class ShadowOptions
{
    /// <summary>Gets or sets the folder of the knowledge to try; a relative path starts at the service's own folder.</summary>
    /// <value>The default is null: <c>Rules:Directory</c>. Unless this or <c>Rules:Shadow:SiteParameters</c> is set, the draft of <c>Rules:SiteDirectory</c> is tried, if there is one.</value>
    [MinLength(1)]
    public string? Directory { get; set; }

    /// <summary>Gets or sets the id of the site parameters to try; <c>seed</c> for the plans' own defaults.</summary>
    /// <value>The default is null: <c>Rules:SiteParameters</c>.</value>
    [MinLength(1)]
    public string? SiteParameters { get; set; }

    /// <summary>Gets or sets the share of the calls that are judged.</summary>
    /// <value>The default is 1: all. From 0 to 1.</value>
    [Range(0.0, 1.0)]
    public double Share { get; set; } = 1;

    /// <summary>Gets a value indicating whether these options name rules to try. Otherwise the draft of the site is tried, where there is one.</summary>
    public bool IsOn => Directory is not null || SiteParameters is not null;
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
