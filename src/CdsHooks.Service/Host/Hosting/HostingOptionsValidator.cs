using Microsoft.Extensions.Options;

namespace CdsHooks.Service.Host.Hosting;

/// <summary>An address that cannot be called would refuse every token without anybody seeing why.</summary>
internal sealed class HostingOptionsValidator : IValidateOptions<HostingOptions>
{
    public ValidateOptionsResult Validate(string? name, HostingOptions options) =>
        options.PublicUrl is null || IsRoot(options.PublicUrl)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail($"{HostingOptions.Section}:{nameof(options.PublicUrl)} must be an http or https address without user, query and fragment, such as https://cds.hospital.example.");

    private static bool IsRoot(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url)
        && url.Scheme is "http" or "https"
        && url.UserInfo.Length is 0 && url.Query.Length is 0 && url.Fragment.Length is 0;
}
