namespace CdsHooks.Service.Errors;

internal static class ErrorRegistration
{
    public static void UseErrors(this WebApplication app) => app.UseMiddleware<ErrorMiddleware>();
}
