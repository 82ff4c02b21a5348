using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Extensions.Options;

namespace CdsHooks.Service.Gate.Access;

internal static class AccessRegistration
{
    private static readonly TimeSpan PreflightAge = TimeSpan.FromMinutes(10);

    public static void AddAccess(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<AccessOptions>().BindConfiguration(AccessOptions.Section).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<AccessOptions>, AccessOptionsAttributesValidator>();
        builder.Services.AddSingleton<IValidateOptions<AccessOptions>, AccessOptionsValidator>();
        builder.Services.AddCors();
        builder.Services.AddOptions<CorsOptions>().Configure<IOptions<AccessOptions>>((cors, access) => cors.AddDefaultPolicy(PolicyFor(access.Value)));
    }

    private static CorsPolicy PolicyFor(AccessOptions access)
    {
        var policy = new CorsPolicyBuilder()
            .WithMethods(HttpMethods.Get, HttpMethods.Post, HttpMethods.Options)
            .WithHeaders("Authorization", "Content-Type", EvaluationDateHeader.Name)
            .SetPreflightMaxAge(PreflightAge);
        return (access.AllowAnyOrigin ? policy.AllowAnyOrigin() : policy.WithOrigins(access.AllowedOrigins)).Build();
    }
}
