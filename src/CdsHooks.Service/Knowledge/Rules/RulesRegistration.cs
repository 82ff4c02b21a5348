using CdsHooks.Service.Host.Status;
using CdsHooks.Service.Knowledge.Site;
using Microsoft.Extensions.Options;

namespace CdsHooks.Service.Knowledge.Rules;

internal static class RulesRegistration
{
    public static void AddRules(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<RulesOptions>().BindConfiguration(RulesOptions.Section).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<RulesOptions>, RulesOptionsValidator>();
        builder.Services.AddOptions<DiscoveryOptions>().BindConfiguration(DiscoveryOptions.Section).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<DiscoveryOptions>, DiscoveryOptionsValidator>();
        builder.Services.AddSingleton(SiteOf);
        builder.Services.AddSingleton<RuleBook>();
        builder.Services.AddSingleton<RulesState>();
        builder.Services.AddSingleton<IReadinessCause>(provider => provider.GetRequiredService<RulesState>());
        builder.Services.AddSingleton<RulesLoader>();
        builder.Services.AddSingleton<Func<RulesSource, RulesWatch>>(provider => source => ActivatorUtilities.CreateInstance<RulesWatch>(provider, source));
        builder.Services.AddSingleton<RulesReload>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<RulesReload>());
    }

    private static SiteEditing SiteOf(IServiceProvider provider)
    {
        var root = provider.GetRequiredService<IHostEnvironment>().ContentRootPath;
        var directory = provider.GetRequiredService<IOptions<RulesOptions>>().Value.SiteDirectory;
        var book = provider.GetRequiredService<RuleBook>();
        return new SiteEditing(string.IsNullOrEmpty(directory) ? null : new SiteFolder(Path.GetFullPath(directory, root), () => book.HasSiteVersion), provider.GetRequiredService<TimeProvider>());
    }
}
