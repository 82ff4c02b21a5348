using CdsHooks.Service.Gate.Clients;
using Microsoft.Extensions.Options;

namespace CdsHooks.Service.Gate.Access;

/// <summary>Validates the rules that relate several <see cref="AccessOptions"/>.</summary>
internal sealed class AccessOptionsValidator(IConfiguration configuration) : IValidateOptions<AccessOptions>
{
    // Reads the raw configuration: with the validated options, an issue among those would be reported twice and hide the issues here.
    private const string RegisteredClients = $"{ClientsOptions.Section}:{nameof(ClientsOptions.Registered)}";

    public ValidateOptionsResult Validate(string? name, AccessOptions options)
    {
        var result = new ValidateOptionsResultBuilder();
        if (!options.AllowAnonymous && !configuration.GetSection(RegisteredClients).GetChildren().Any())
        {
            result.AddError(
                "No client can call: register one (Clients:Registered:0), or allow calls without authentication: set Access:AllowAnonymous "
                + "to true (environment variable Access__AllowAnonymous). Do so only where no one but trusted systems can reach the service.");
        }

        if (options.AllowAnyOrigin && options.AllowedOrigins.Length > 0)
        {
            result.AddError($"Access:AllowAnyOrigin is true and Access:AllowedOrigins lists {options.AllowedOrigins.Length}: use one of them.");
        }

        for (var i = 0; i < options.AllowedOrigins.Length; i++)
        {
            if (!IsOrigin(options.AllowedOrigins[i]))
            {
                result.AddError($"Access:AllowedOrigins:{i} must be scheme, host and port only, such as https://ehr.example:8443, without a path.");
            }
        }

        return result.Build();
    }

    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && uri.Scheme is "http" or "https"
        && string.Equals(uri.GetLeftPart(UriPartial.Authority), text, StringComparison.OrdinalIgnoreCase)
        && uri.UserInfo.Length is 0;
}
