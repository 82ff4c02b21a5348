using CdsHooks.Service.Gate.People;
using CdsHooks.Service.Hooks.Summaries;
using CdsHooks.Service.Host.Errors;
using CdsHooks.Service.Pages.Analytics;
using CdsHooks.Service.Pages.Connect;
using CdsHooks.Service.Pages.Sandbox;
using CdsHooks.Service.Pages.Shared;
using CdsHooks.Service.Pages.Simulate;
using CdsHooks.Service.Pages.Tune;
using Microsoft.AspNetCore.Cors;

namespace CdsHooks.Service.Pages;

/// <summary>Puts the workbench together. While it is off, nothing of it is registered, so that a service without it starts as fast as before.</summary>
internal static class PagesRegistration
{
    public static void AddPages(this WebApplicationBuilder builder)
    {
        var isOn = WorkbenchOptions.IsOnIn(builder.Configuration);
        builder.Services.AddSingleton(new ErrorPages(isOn));
        if (!isOn)
        {
            return;
        }

        builder.AddSummaries();
        builder.Services.AddSingleton<DemoDecisions>();
        builder.Services.AddSingleton<AnalyticsDesk>();
        builder.Services.AddSingleton<CaseShelf>();
        builder.Services.AddSingleton<ApiCall>();
        builder.Services.AddSingleton<SampleCatalog>();
        builder.Services.AddSingleton<OwnCharts>();
        builder.Services.AddSingleton<OwnPatients>();
        builder.Services.AddSingleton<SandboxCaller>();
        builder.Services.AddSingleton<FeedbackDesk>();
        builder.Services.AddSingleton<RunShelf>();
        builder.Services.AddSingleton<RunWork>();
        builder.Services.AddSingleton<PackShelf>();
        builder.Services.AddSingleton<RunDesk>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<RunDesk>());
        builder.Services.AddSingleton<PublicAddress>();
        builder.Services.AddSingleton<DoctorDesk>();
        builder.Services.AddRazorPages().AddMvcOptions(options =>
        {
            options.Filters.Add<PageHeaders>();
            options.Filters.Add<KnownHandlers>();
            options.Filters.AddService<AuditedForms>();
        });
    }

    public static void MapPages(this WebApplication app)
    {
        if (WorkbenchOptions.IsOnIn(app.Configuration))
        {
            app.MapAssets();

            // Another site must not read the pages, even where any site may call the CDS Hooks API.
            app.MapRazorPages().WithMetadata(new DisableCorsAttribute()).RequireAuthorization(PagePermission.Policy);
        }
    }
}
