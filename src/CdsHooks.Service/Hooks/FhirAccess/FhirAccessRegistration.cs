using Microsoft.Extensions.Options;

namespace CdsHooks.Service.Hooks.FhirAccess;

internal static class FhirAccessRegistration
{
    public static void AddFhirAccess(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<FhirAccessOptions>().BindConfiguration(FhirAccessOptions.Section).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<FhirAccessOptions>, FhirAccessOptionsValidator>();
        builder.Services.AddSingleton<FhirServerChannels>();
        builder.Services.AddSingleton<EvidenceFetcher>();
    }
}
