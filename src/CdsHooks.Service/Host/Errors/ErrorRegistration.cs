namespace CdsHooks.Service.Host.Errors;

internal static class ErrorRegistration
{
    public static void UseErrors(this WebApplication app) => app.UseMiddleware<ErrorMiddleware>();
}
