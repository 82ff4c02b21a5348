using Microsoft.Extensions.Options;

namespace CdsHooks.Service.Gate.Clients;

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
