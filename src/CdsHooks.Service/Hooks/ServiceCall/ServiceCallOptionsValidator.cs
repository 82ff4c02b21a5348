using Microsoft.Extensions.Options;

namespace CdsHooks.Service.Hooks.ServiceCall;

/// <summary>Checks what attributes cannot.</summary>
internal sealed class ServiceCallOptionsValidator : IValidateOptions<ServiceCallOptions>
{
    public ValidateOptionsResult Validate(string? name, ServiceCallOptions options) =>
        string.IsNullOrEmpty(options.TimeZone) || TimeZoneInfo.TryFindSystemTimeZoneById(options.TimeZone, out _)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail($"ServiceCall:TimeZone ({options.TimeZone}) is no time zone of this system: use an IANA id such as America/Chicago.");
}
