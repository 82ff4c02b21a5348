using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace CdsHooks.Service.Tests.Infrastructure;

/// <summary>Breaks every request after the service's own error handling, with a message that must not get out.</summary>
internal static class Failure
{
    public const string Secret = "Wexelblatt";

    public static void Install(IWebHostBuilder builder) => builder.ConfigureServices(services => services.AddSingleton<IStartupFilter, Filter>());

    private sealed class Filter : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            next(app);
            app.Run(_ => throw new FormatException($"The input '{Secret}' was not in a correct format."));
        };
    }
}
