using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace CdsHooks.Service.Gate.Security;

/// <summary>Limits on the clients' tokens and keys.</summary>
internal sealed class SecurityOptions
{
    public const string Section = "Security";

    /// <summary>Gets or sets the largest tolerated difference from a client's clock, in seconds.</summary>
    /// <value>The default is 60. From 0 to 300.</value>
    [Range(0, 300)]
    public int ClockSkewSeconds { get; set; } = 60;

    /// <summary>Gets or sets the longest lifetime of a token, in minutes, from <c>iat</c> to <c>exp</c>.</summary>
    /// <value>The default is 60. From 1 to 1440.</value>
    [Range(1, 1440)]
    public int MaxTokenMinutes { get; set; } = 60;

    /// <summary>Gets or sets the longest time that fetched keys are cached, in minutes.</summary>
    /// <value>The default is 1440; 60 when the key server states no lifetime. From 5 to 10080.</value>
    [Range(5, 10_080)]
    public int MaxKeySetMinutes { get; set; } = 1440;

    /// <summary>Gets or sets the number of used tokens that are kept in memory until the store has them; further ones are counted but not kept.</summary>
    /// <value>The default is 200000. From 1 to 10000000.</value>
    [Range(1, 10_000_000)]
    public int MaxWaitingTokens { get; set; } = 200_000;
}

[OptionsValidator]
internal sealed partial class SecurityOptionsValidator : IValidateOptions<SecurityOptions>;
