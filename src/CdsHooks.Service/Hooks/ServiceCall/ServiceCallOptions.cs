using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace CdsHooks.Service.Hooks.ServiceCall;

/// <summary>Service calls: body size and time zone.</summary>
internal sealed class ServiceCallOptions
{
    public const string Section = "ServiceCall";

    /// <summary>Gets or sets the largest body that is accepted, in bytes.</summary>
    /// <value>The default is 16777216 (16 MiB), enough for a whole chart. From 65536 to 268435456.</value>
    [Range(64 * 1024, 256 * 1024 * 1024)]
    public int MaxBodyBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>Gets or sets the IANA id of the time zone that determines the current date.</summary>
    /// <value>The default is <c>UTC</c>.</value>
    [Required]
    public string TimeZone { get; set; } = "UTC";
}

[OptionsValidator]
internal sealed partial class ServiceCallOptionsAttributesValidator : IValidateOptions<ServiceCallOptions>;

/// <summary>Validates the rules that attributes cannot express.</summary>
internal sealed class ServiceCallOptionsValidator : IValidateOptions<ServiceCallOptions>
{
    public ValidateOptionsResult Validate(string? name, ServiceCallOptions options) =>
        string.IsNullOrEmpty(options.TimeZone) || TimeZoneInfo.TryFindSystemTimeZoneById(options.TimeZone, out _)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail($"ServiceCall:TimeZone ({options.TimeZone}) is not a time zone of this system: use an IANA id such as America/Chicago.");
}
