using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Options;

namespace CdsHooks.Service.Gate.People;

/// <summary>Decides who may open the pages. Nothing of it is registered while the workbench is off, and nothing of it runs for a call.</summary>
internal static class PeopleRegistration
{
    // Keys that the framework sets when it adds these steps; it would add them for every request otherwise.
    private static readonly string[] StepsOfEveryRequest = ["__AuthenticationMiddlewareSet", "__AuthorizationMiddlewareSet"];

    private static readonly PathString Calls = "/cds-services";

    public static void AddPeople(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<WorkbenchOptions>().BindConfiguration(WorkbenchOptions.Section).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<WorkbenchOptions>, WorkbenchOptionsAttributesValidator>();
        builder.Services.AddSingleton<IValidateOptions<WorkbenchOptions>, WorkbenchOptionsValidator>();
        if (!WorkbenchOptions.IsOnIn(builder.Configuration))
        {
            return;
        }

        var source = PeopleSource.In(builder.Configuration);
        builder.Services.AddSingleton(source);
        builder.Services.AddSingleton<Audit>();
        builder.Services.AddSingleton<AuditedForms>();
        builder.Services.AddAuthorizationBuilder().AddPolicy(PagePermission.Policy, policy => policy.AddRequirements(new PagePermission()));
        builder.Services.AddSingleton<IAuthorizationHandler, PagePermission>();
        builder.Services.AddSingleton<IAuthorizationMiddlewareResultHandler, Refusals>();
        AddCookieKeys(builder);
        if (source.Identification is Identification.Provider)
        {
            builder.Services.AddAuthentication(Schemes).AddCookie().AddOpenIdConnect();
            builder.Services.AddSingleton<IConfigureOptions<OpenIdConnectOptions>, SignIn>();
            builder.Services.AddSingleton<IConfigureOptions<CookieAuthenticationOptions>, SignIn>();
        }
    }

    /// <summary>Takes what proxies say of people off requests, before forwarded headers replace the sender's address.</summary>
    public static void UseProxyIdentity(this WebApplication app)
    {
        if (SourceOf(app) is Identification.Proxy)
        {
            app.UseWhen(context => !context.Request.Path.StartsWithSegments(Calls, StringComparison.Ordinal), branch => branch.UseMiddleware<ProxyIdentity>());
        }
    }

    /// <summary>Identifies people and judges their requests: for pages, and for the way back from the identity provider.</summary>
    public static void UsePeople(this WebApplication app)
    {
        foreach (var step in StepsOfEveryRequest)
        {
            ((IApplicationBuilder)app).Properties[step] = true;
        }

        if (SourceOf(app) is { } source)
        {
            var isDevelopment = app.Environment.IsDevelopment();
            app.UseWhen(IsForPeople, branch => Identify(isDevelopment ? branch : branch.UseMiddleware<HttpsOnly>(), source).UseAuthorization());
        }
    }

    private static void Schemes(AuthenticationOptions options)
    {
        options.DefaultScheme = CookieAuthenticationDefaults.AuthenticationScheme;
        options.DefaultChallengeScheme = OpenIdConnectDefaults.AuthenticationScheme;
    }

    private static Identification? SourceOf(WebApplication app) => app.Services.GetService<PeopleSource>()?.Identification;

    private static IApplicationBuilder Identify(IApplicationBuilder branch, Identification source) => source switch
    {
        Identification.Provider => branch.UseAuthentication(),
        Identification.Proxy => branch.UseMiddleware<NamedByProxy>(),
        _ => branch.UseMiddleware<ThisMachine>(),
    };

    private static bool IsForPeople(HttpContext context) =>
        context.GetEndpoint() is { } endpoint
            ? endpoint.Metadata.GetMetadata<IAuthorizeData>() is not null
            : context.Request.Path.Equals(SignIn.CallbackPath, StringComparison.Ordinal);

    private static void AddCookieKeys(WebApplicationBuilder builder)
    {
        builder.Services.AddDataProtection().SetApplicationName("CdsHooks");
        builder.Services.AddSingleton<CookieKeys>();
        builder.Services.AddOptions<KeyManagementOptions>().Configure<CookieKeys>((options, keys) => options.XmlRepository = keys);

        // At the default level it warns of every new key that the store holds it in clear, as the documentation does.
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        var isSecure = !builder.Environment.IsDevelopment();
        builder.Services.AddOptions<AntiforgeryOptions>().Configure(options =>
        {
            options.Cookie.Name = isSecure ? "__Host-cdshooks-form" : "cdshooks-form";
            options.Cookie.SecurePolicy = isSecure ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
            options.SuppressXFrameOptionsHeader = true;
        });
    }
}
