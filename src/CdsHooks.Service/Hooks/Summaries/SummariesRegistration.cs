namespace CdsHooks.Service.Hooks.Summaries;

internal static class SummariesRegistration
{
    /// <summary>Counts decisions by day; only pages read the counts.</summary>
    public static void AddSummaries(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<SummaryLog>();
        builder.Services.AddSingleton<SummaryUpkeep>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<SummaryUpkeep>());
    }
}
