using System.Text;
using CdsHooks.Decision.Hooks;
using CdsHooks.Service.Gate.Clients;
using CdsHooks.Service.Hooks.ServiceCall;
using CdsHooks.Service.Knowledge.Rules;

namespace CdsHooks.Service.Host.Health;

/// <summary>
/// Calls every service with a synthetic request before the service reports ready, and before changed rules come into force, so that no
/// clinician waits for the first call.
/// </summary>
internal sealed class WarmUp(RuleBook book, CallAnswerer answerer, TimeProvider clock, Readiness readiness) : IHostedLifecycleService, IRulesTrial
{
    private const string Request = "warm-up.json";

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        await RunAsync(book.Current, cancellationToken);
        await Preparation.Done;
        readiness.MarkReady();
    }

    public async Task RunAsync(RulesSnapshot rules, CancellationToken cancellationToken)
    {
        var request = await ReadRequestAsync(cancellationToken);
        foreach (var service in rules.Services.Values)
        {
            using var body = new MemoryStream(Encoding.UTF8.GetBytes(request.Replace(HookNames.OrderSign, service.Hook, StringComparison.Ordinal)));
            var context = new DefaultHttpContext();
            context.Request.Method = HttpMethods.Post;
            context.Request.ContentType = "application/json";
            context.Request.Body = body;
            await answerer.AnswerAsync(context, service, Client.Own, new CallLaps(clock, TimeSpan.Zero));
        }
    }

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static async Task<string> ReadRequestAsync(CancellationToken cancellationToken)
    {
        await using var stream = typeof(WarmUp).Assembly.GetManifestResourceStream(Request)
            ?? throw new InvalidOperationException("The warm-up request is not embedded.");
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(cancellationToken);
    }
}

/// <summary>Records that the service has answered its own warm-up calls.</summary>
internal sealed class Readiness
{
    private volatile bool _isReady;

    public bool IsReady => _isReady;

    public void MarkReady() => _isReady = true;
}
