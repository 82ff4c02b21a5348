using Microsoft.Extensions.Options;

namespace CdsHooks.Service.Hooks.Decisions;

internal static class DecisionsRegistration
{
    public static void AddDecisions(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<DecisionsOptions>().BindConfiguration(DecisionsOptions.Section).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<DecisionsOptions>, DecisionsOptionsAttributesValidator>();
        builder.Services.AddSingleton<IValidateOptions<DecisionsOptions>, DecisionsOptionsValidator>();
        builder.Services.AddSingleton<DecisionRecorder>();
        builder.Services.AddSingleton<DecisionLog>();
        builder.Services.AddHostedService<DecisionWriter>();
    }
}
