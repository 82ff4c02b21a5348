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
        builder.Services.AddSingleton<StoreState>();
        builder.Services.AddSingleton<IReadinessCause>(provider => provider.GetRequiredService<StoreState>());
        builder.Services.AddSingleton(provider => NewAccess(provider, StorePart.Records));
        builder.Services.AddKeyedSingleton(StorePart.Tokens, (provider, _) => NewAccess(provider, StorePart.Tokens));
        builder.Services.AddSingleton<TokenUses>();
        builder.Services.AddHostedService<StoreMaintenance>();
    }

    private static StoreAccess NewAccess(IServiceProvider provider, StorePart part)
    {
        var options = provider.GetRequiredService<IOptions<StoreOptions>>().Value;
        StoreEngine engine = StoreAddress.ProviderOf(options) is StoreProvider.PostgreSql
            ? new PostgreSqlEngine(options.ConnectionString, part)
            : new SqliteEngine(options.ConnectionString, provider.GetRequiredService<IHostEnvironment>().ContentRootPath, part);
        StoreSchema schema = new(engine, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<StoreSchema>>());
        return new StoreAccess(part, engine, schema, provider.GetRequiredService<StoreState>(), options);
    }
}
