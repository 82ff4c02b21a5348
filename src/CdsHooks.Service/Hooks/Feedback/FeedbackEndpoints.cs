using CdsHooks.Service.Host.Description;
using Microsoft.Extensions.Options;

namespace CdsHooks.Service.Hooks.Feedback;

internal static class FeedbackEndpoints
{
    public static void AddFeedback(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<FeedbackOptions>().BindConfiguration(FeedbackOptions.Section).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<FeedbackOptions>, FeedbackOptionsValidator>();
        builder.Services.AddSingleton<FeedbackLog>();
        builder.Services.AddSingleton<FeedbackReceiver>();
    }

    public static void MapFeedback(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/cds-services/{id}/feedback", ReceiveAsync)
            .WithName("SendFeedback")
            .WithTags("CDS Hooks")
            .WithSummary("Receives the outcomes of cards")
            .WithDescription("Answers once every valid entry is stored. Sending it again changes nothing.")
            .Accepts<FeedbackShape>("application/json")
            .Produces<FeedbackAnswerShape>()
            .NeedsToken()
            .ProducesOutcomes(
                StatusCodes.Status400BadRequest,
                StatusCodes.Status404NotFound,
                StatusCodes.Status408RequestTimeout,
                StatusCodes.Status413PayloadTooLarge,
                StatusCodes.Status415UnsupportedMediaType,
                StatusCodes.Status429TooManyRequests,
                StatusCodes.Status500InternalServerError,
                StatusCodes.Status503ServiceUnavailable);

    private static Task ReceiveAsync(HttpContext context, string id, FeedbackReceiver receiver) => receiver.ReceiveAsync(context, id);
}
