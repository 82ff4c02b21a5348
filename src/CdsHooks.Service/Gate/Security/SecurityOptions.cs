using System.ComponentModel.DataAnnotations;

namespace CdsHooks.Service.Gate.Security;

/// <summary>How strictly the clients' tokens are looked at.</summary>
internal sealed class SecurityOptions
{
    public const string Section = "Security";

    /// <summary>Gets or sets by how much a client's clock may differ, in seconds.</summary>
    /// <value>The default is 60. From 0 to 300.</value>
    [Range(0, 300)]
    public int ClockSkewSeconds { get; set; } = 60;

    /// <summary>Gets or sets how long a token may last, in minutes, from <c>iat</c> to <c>exp</c>.</summary>
    /// <value>The default is 60. From 1 to 1440.</value>
    [Range(1, 1440)]
    public int MaxTokenMinutes { get; set; } = 60;

    /// <summary>Gets or sets for how long fetched keys are used at most before they are fetched anew, in minutes.</summary>
    /// <value>The default is 1440, and 60 where the server that holds them does not say. From 5 to 10080.</value>
    [Range(5, 10_080)]
    public int MaxKeySetMinutes { get; set; } = 1440;
}
