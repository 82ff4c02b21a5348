namespace CdsHooks.Service.Hooks.Shadow;

internal static class ShadowRegistration
{
    /// <summary>Adds the judging in shadow. It stops before the writer of decisions does, to which it hands its own.</summary>
    public static void AddShadow(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ShadowQueue>();
        builder.Services.AddHostedService<ShadowJudge>();
    }
}
