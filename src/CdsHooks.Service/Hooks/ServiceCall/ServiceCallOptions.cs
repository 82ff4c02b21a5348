using System.ComponentModel.DataAnnotations;

namespace CdsHooks.Service.Hooks.ServiceCall;

/// <summary>How calls are answered.</summary>
internal sealed class ServiceCallOptions
{
    public const string Section = "ServiceCall";

    /// <summary>Gets or sets the largest body that is read, in bytes.</summary>
    /// <value>The default is 16777216 (16 MiB): a whole chart may be prefetched. From 65536 to 268435456.</value>
    [Range(64 * 1024, 256 * 1024 * 1024)]
    public int MaxBodyBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>Gets or sets the IANA id of the time zone in which days begin.</summary>
    /// <value>The default is <c>UTC</c>.</value>
    [Required]
    public string TimeZone { get; set; } = "UTC";
}
