using CdsHooks.Service.Host.Status;
using Microsoft.Extensions.Options;

namespace CdsHooks.Service.Host.Store;

internal static class StoreRegistration
{
    public static void AddStore(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<StoreOptions>().BindConfiguration(StoreOptions.Section).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<StoreOptions>, StoreOptionsAttributesValidator>();
        builder.Services.AddSingleton<IValidateOptions<StoreOptions>, StoreOptionsValidator>();
        builder.Services.AddSingleton(EngineOf);
        builder.Services.AddSingleton<StoreState>();
        builder.Services.AddSingleton<IReadinessCause>(provider => provider.GetRequiredService<StoreState>());
        builder.Services.AddSingleton<StoreSchema>();
        builder.Services.AddSingleton<StoreAccess>();
        builder.Services.AddSingleton<TokenUses>();
        builder.Services.AddHostedService<StoreMaintenance>();
    }

    private static StoreEngine EngineOf(IServiceProvider provider)
    {
        var options = provider.GetRequiredService<IOptions<StoreOptions>>().Value;
        return StoreAddress.ProviderOf(options) is StoreProvider.PostgreSql
            ? new PostgreSqlEngine(options.ConnectionString)
            : new SqliteEngine(options.ConnectionString, provider.GetRequiredService<IHostEnvironment>().ContentRootPath);
    }
}
