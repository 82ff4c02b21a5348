using CdsHooks.Service.Gate.Keys;
using CdsHooks.Service.Host.Hosting;
using Microsoft.Extensions.Options;

namespace CdsHooks.Service.Gate.Clients;

/// <summary>Validates the rules that relate several <see cref="ClientsOptions"/>, and reports every issue at once.</summary>
internal sealed class ClientsOptionsValidator(IHostEnvironment environment, IConfiguration configuration) : IValidateOptions<ClientsOptions>
{
    private const string PublicUrl = $"{HostingOptions.Section}:{nameof(HostingOptions.PublicUrl)}";

    public ValidateOptionsResult Validate(string? name, ClientsOptions options)
    {
        var result = new ValidateOptionsResultBuilder();
        Check(result, options.Anonymous, "Clients:Anonymous");
        for (var index = 0; index < options.Registered.Count; index++)
        {
            var client = options.Registered[index];
            var place = $"Clients:Registered:{index}";
            Check(result, client, place);
            if (!Uri.TryCreate(client.Issuer, UriKind.Absolute, out _))
            {
                result.AddError($"{place}:Issuer must be an absolute URL.");
            }

            CheckTokens(result, client, place);

            if (options.Registered.Take(index).Any(other => string.Equals(other.Issuer, client.Issuer, StringComparison.Ordinal)))
            {
                result.AddError($"{place}:Issuer is also the issuer of another client.");
            }

            if (options.Registered.Take(index).Any(other => string.Equals(other.Name, client.Name, StringComparison.OrdinalIgnoreCase)))
            {
                result.AddError($"{place}:Name is also the name of another client.");
            }
        }

        return result.Build();
    }

    private void CheckTokens(ValidateOptionsResultBuilder result, RegisteredClientOptions client, string place)
    {
        if (client.JwksUrls.Count == 0 && string.IsNullOrEmpty(client.JwksFile))
        {
            result.AddError($"{place} needs JwksUrls or JwksFile: without keys, no call of this client can be authenticated.");
        }

        for (var index = 0; index < client.JwksUrls.Count; index++)
        {
            if (!Uri.TryCreate(client.JwksUrls[index], UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.UserInfo.Length > 0)
            {
                result.AddError($"{place}:JwksUrls:{index} must be an http or https address without a user.");
            }
            else if (url.Scheme is "http" && !environment.IsDevelopment())
            {
                result.AddError($"{place}:JwksUrls:{index} must be https outside Development.");
            }
        }

        if (client.JwksFile is { Length: > 0 } file && new KeyFile(file).Issue() is { } issue)
        {
            result.AddError($"{place}:JwksFile {issue}.");
        }

        for (var index = 0; index < client.Algorithms.Count; index++)
        {
            if (!SigningKeys.Algorithms.Contains(client.Algorithms[index], StringComparer.Ordinal))
            {
                result.AddError($"{place}:Algorithms:{index} must be one of {string.Join(", ", SigningKeys.Algorithms)}.");
            }
        }

        if (client.Audiences.Count == 0 && string.IsNullOrEmpty(configuration[PublicUrl]))
        {
            result.AddError($"{place} needs {PublicUrl}, the address that clients call, to compare with the audience of tokens; or else Audiences.");
        }
    }

    private void Check(ValidateOptionsResultBuilder result, ClientOptions client, string place)
    {
        if (ClientProfile.Find(client.Profile) is null)
        {
            result.AddError($"{place}:Profile must be one of {string.Join(", ", ClientProfile.Names)}.");
        }

        for (var index = 0; index < client.LinkHosts.Count; index++)
        {
            if (Uri.CheckHostName(client.LinkHosts[index]) is not UriHostNameType.Dns)
            {
                result.AddError($"{place}:LinkHosts:{index} must be a host name such as doi.org, without scheme, port and path.");
            }
        }

        for (var index = 0; index < client.FhirServers.Count; index++)
        {
            var server = $"{place}:FhirServers:{index}";
            if (!Uri.TryCreate(client.FhirServers[index].BaseUrl, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https")
                || url.UserInfo.Length > 0 || url.Query.Length > 0 || url.Fragment.Length > 0)
            {
                result.AddError($"{server}:BaseUrl must be an http or https address without user, query and fragment, such as https://ehr.example/fhir.");
            }
            else if (url.Scheme is "http" && !environment.IsDevelopment())
            {
                result.AddError($"{server}:BaseUrl must be https outside Development.");
            }
        }
    }
}
