using Microsoft.Extensions.Options;

namespace CdsHooks.Service.Host.Store;

/// <summary>Checks what attributes cannot.</summary>
internal sealed class StoreOptionsValidator : IValidateOptions<StoreOptions>
{
    public ValidateOptionsResult Validate(string? name, StoreOptions options) =>
        !string.IsNullOrEmpty(options.ConnectionString) && StoreAddress.IssueOf(options) is { } issue
            ? ValidateOptionsResult.Fail(issue)
            : ValidateOptionsResult.Success;
}
