using Microsoft.Extensions.Options;

namespace CdsHooks.Service.Gate.Clients;

/// <summary>The configured clients.</summary>
internal sealed class ClientRegistry(IOptions<ClientsOptions> options)
{
    private readonly Lazy<Client> _anonymous = new(() => Of("anonymous", options.Value.Anonymous, $"{ClientsOptions.Section}:{nameof(ClientsOptions.Anonymous)}"));

    private readonly Lazy<Dictionary<string, RegisteredClient>> _registered = new(() => options.Value.Registered.Index().ToDictionary(
        client => client.Item.Issuer,
        client => new RegisteredClient(Of(client.Item.Name, client.Item, $"{ClientsOptions.Section}:{nameof(ClientsOptions.Registered)}:{client.Index}"), client.Item),
        StringComparer.Ordinal));

    /// <summary>Gets the client for calls without authentication.</summary>
    public Client Anonymous => _anonymous.Value;

    /// <summary>Gets the clients that are identified by their tokens.</summary>
    public IEnumerable<Client> Registered => _registered.Value.Values.Select(client => client.Client);

    /// <summary>Finds the client of an issuer.</summary>
    /// <returns>The client; null when none is registered with this issuer.</returns>
    public RegisteredClient? Find(string issuer) => _registered.Value.GetValueOrDefault(issuer);

    private static Client Of(string name, ClientOptions options, string path)
    {
        var profile = ClientProfile.Find(options.Profile) ?? throw new InvalidOperationException("The options are validated at start.");
        var deadline = options.DeadlineMilliseconds is { } milliseconds ? TimeSpan.FromMilliseconds(milliseconds) : profile.Deadline;
        return new Client(name, profile, deadline, options.FhirServers)
        {
            ConfigurationPath = path,
            Cards = profile.Cards with
            {
                SuggestionsAllowed = options.AllowSuggestions ?? profile.Cards.SuggestionsAllowed,
                DetailStyle = options.DetailStyle ?? profile.Cards.DetailStyle,
                LinkHosts = options.LinkHosts,
            },
            IncludesAssessment = options.IncludeAssessment,
            AllowsAsOfHeader = options.AllowAsOfHeader,
        };
    }
}

internal static class ClientRegistration
{
    public static void AddClients(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<ClientsOptions>().BindConfiguration(ClientsOptions.Section).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<ClientsOptions>, ClientsOptionsAttributesValidator>();
        builder.Services.AddSingleton<IValidateOptions<ClientsOptions>, ClientsOptionsValidator>();
        builder.Services.AddSingleton<ClientRegistry>();
    }
}
