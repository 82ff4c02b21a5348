using CdsHooks.Decision.Hooks;
using CdsHooks.Service.Gate.Access;
using CdsHooks.Service.Host.Description;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;

namespace CdsHooks.Service.Hooks.ServiceCall;

internal static class ServiceCallEndpoints
{
    public static void AddServiceCall(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<ServiceCallOptions>().BindConfiguration(ServiceCallOptions.Section).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<ServiceCallOptions>, ServiceCallOptionsAttributesValidator>();
        builder.Services.AddSingleton<IValidateOptions<ServiceCallOptions>, ServiceCallOptionsValidator>();
        builder.WebHost.ConfigureKestrel(server => server.AddServerHeader = false);
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<Func<Guid>>(provider =>
        {
            // Ids are still made while the process ends, when services can no longer be had.
            var clock = provider.GetRequiredService<TimeProvider>();
            return () => Guid.CreateVersion7(clock.GetUtcNow());
        });
        builder.Services.AddSingleton<UnknownCodes>();
        builder.Services.AddSingleton<CallAnswerer>();
    }

    public static void MapServiceCall(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/cds-services/{id}", CallAsync)
            .WithName("CallService")
            .WithTags("CDS Hooks")
            .WithSummary("Reviews the orders of one hook call")
            .Accepts<HookCallShape>("application/json")
            .Produces<CdsResponse>()
            .WithParameter(ParameterLocation.Header, EvaluationDateHeader.Name, "The evaluation date, yyyy-mm-dd, for tests; ignored unless the client may set it")
            .NeedsToken()
            .ProducesOutcomes(
                StatusCodes.Status400BadRequest,
                StatusCodes.Status404NotFound,
                StatusCodes.Status408RequestTimeout,
                StatusCodes.Status412PreconditionFailed,
                StatusCodes.Status413PayloadTooLarge,
                StatusCodes.Status415UnsupportedMediaType,
                StatusCodes.Status429TooManyRequests,
                StatusCodes.Status500InternalServerError,
                StatusCodes.Status503ServiceUnavailable);

    private static Task CallAsync(HttpContext context, string id, CallAnswerer answerer) => answerer.AnswerAsync(context, id);
}
