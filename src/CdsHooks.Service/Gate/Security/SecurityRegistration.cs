using Microsoft.Extensions.Options;

namespace CdsHooks.Service.Gate.Security;

internal static class SecurityRegistration
{
    public static void AddSecurity(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<SecurityOptions>().BindConfiguration(SecurityOptions.Section).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<SecurityOptions>, SecurityOptionsValidator>();
        builder.Services.AddSingleton<ClientKeys>();
        builder.Services.AddSingleton<UncheckedUses>();
        builder.Services.AddSingleton<TokenUseWriter>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<TokenUseWriter>());
        builder.Services.AddSingleton<ReplayGuard>();
        builder.Services.AddSingleton<TokenValidator>();
        builder.Services.AddSingleton<CallAuthenticator>();
        builder.Services.AddHostedService<AnonymousAccessWarning>();
    }
}
