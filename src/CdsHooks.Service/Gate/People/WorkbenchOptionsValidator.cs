using System.Diagnostics.CodeAnalysis;
using CdsHooks.Service.Host.Hosting;
using Microsoft.Extensions.Options;

namespace CdsHooks.Service.Gate.People;

/// <summary>Refuses a workbench that anybody could open, or nobody, and an identity that is configured by half.</summary>
internal sealed class WorkbenchOptionsValidator(IConfiguration configuration, IHostEnvironment environment) : IValidateOptions<WorkbenchOptions>
{
    // Reads the raw configuration of other sections: with their validated options, an issue there would hide those here.
    private const string TrustedAddresses = $"{ProxyOptions.Section}:{nameof(ProxyOptions.TrustedAddresses)}";
    private const string PublicUrl = $"{HostingOptions.Section}:{nameof(HostingOptions.PublicUrl)}";

    // Headers that mean something else, or that other parts of the service read.
    private static readonly string[] Taken = ["Authorization", "Cookie", "Host", "Forwarded", "X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host"];

    public ValidateOptionsResult Validate(string? name, WorkbenchOptions options)
    {
        ValidateOptionsResultBuilder result = new();
        if (!options.IsOn)
        {
            return result.Build();
        }

        var hasProvider = IsBegun(options.OpenIdConnect);
        var hasProxy = IsBegun(options.ProxyIdentity);
        if (hasProvider && hasProxy)
        {
            result.AddError("Workbench:OpenIdConnect and Workbench:ProxyIdentity are both set: use one of them.");
        }

        if (!hasProvider && !hasProxy && !environment.IsDevelopment())
        {
            result.AddError(
                "Workbench:IsOn is true outside Development, and nothing tells who may open it: set Workbench:OpenIdConnect:Authority for an identity "
                + "provider, or Workbench:ProxyIdentity:UserHeader for a reverse proxy that authenticates people; or set Workbench:IsOn to false.");
        }

        if (hasProvider)
        {
            CheckProvider(options.OpenIdConnect, result);
        }

        if (hasProxy)
        {
            CheckProxy(options.ProxyIdentity, result);
        }

        if (hasProvider || hasProxy)
        {
            CheckRoles(options, result);
        }

        return result.Build();
    }

    private static bool IsBegun(IdentityProviderOptions provider) => HasText(provider.Authority) || HasText(provider.ClientId) || HasText(provider.ClientSecret);

    private static bool IsBegun(ProxyIdentityOptions proxy) => HasText(proxy.UserHeader) || HasText(proxy.RolesHeader);

    private static bool HasText([NotNullWhen(true)] string? text) => !string.IsNullOrWhiteSpace(text);

    private void CheckProvider(IdentityProviderOptions provider, ValidateOptionsResultBuilder result)
    {
        Require("Workbench:OpenIdConnect:Authority", provider.Authority, result);
        Require("Workbench:OpenIdConnect:ClientId", provider.ClientId, result);
        Require("Workbench:OpenIdConnect:ClientSecret", provider.ClientSecret, result);
        if (HasText(provider.Authority) && !IsAddress(provider.Authority))
        {
            result.AddError("Workbench:OpenIdConnect:Authority must be an https address without user, query and fragment, such as https://login.hospital.example; http in Development only.");
        }

        if (!environment.IsDevelopment() && !(configuration[PublicUrl] is { } url && url.StartsWith("https://", StringComparison.OrdinalIgnoreCase)))
        {
            result.AddError("Workbench:OpenIdConnect needs Hosting:PublicUrl with https: the provider sends people back there, and cookies are sent by https only.");
        }
    }

    private void CheckProxy(ProxyIdentityOptions proxy, ValidateOptionsResultBuilder result)
    {
        CheckHeader("Workbench:ProxyIdentity:UserHeader", proxy.UserHeader, result);
        CheckHeader("Workbench:ProxyIdentity:RolesHeader", proxy.RolesHeader, result);
        if (HasText(proxy.UserHeader) && string.Equals(proxy.UserHeader, proxy.RolesHeader, StringComparison.OrdinalIgnoreCase))
        {
            result.AddError("Workbench:ProxyIdentity:UserHeader and Workbench:ProxyIdentity:RolesHeader must be two headers.");
        }

        if (!configuration.GetSection(TrustedAddresses).GetChildren().Any())
        {
            result.AddError("Workbench:ProxyIdentity needs Proxy:TrustedAddresses: the addresses of the proxies that are believed.");
        }
    }

    private static void CheckRoles(WorkbenchOptions options, ValidateOptionsResultBuilder result)
    {
        if (options.ReaderRoles.Length is 0 && options.EditorRoles.Length is 0)
        {
            result.AddError("Workbench:ReaderRoles and Workbench:EditorRoles are both empty: no one could open the workbench.");
        }

        if (options.ReaderRoles.Concat(options.EditorRoles).Any(string.IsNullOrWhiteSpace))
        {
            result.AddError("Workbench:ReaderRoles and Workbench:EditorRoles must not contain an empty entry.");
        }
    }

    private static void CheckHeader(string option, string? header, ValidateOptionsResultBuilder result)
    {
        Require(option, header, result);
        if (HasText(header) && (!header.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_') || Taken.Contains(header, StringComparer.OrdinalIgnoreCase)))
        {
            result.AddError($"{option} must be the name of a header that means nothing else, such as X-Auth-Request-User.");
        }
    }

    private static void Require(string option, string? value, ValidateOptionsResultBuilder result)
    {
        if (!HasText(value))
        {
            result.AddError($"{option} is missing.");
        }
    }

    private bool IsAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url)
        && (url.Scheme is "https" || (url.Scheme is "http" && environment.IsDevelopment()))
        && url.UserInfo.Length is 0 && url.Query.Length is 0 && url.Fragment.Length is 0;
}
