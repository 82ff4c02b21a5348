using System.Text;
using CdsHooks.Decision.Hooks;
using CdsHooks.Service.Gate.Clients;
using CdsHooks.Service.Hooks.ServiceCall;
using CdsHooks.Service.Host.Errors;
using CdsHooks.Service.Knowledge.Rules;

namespace CdsHooks.Service.Host.Health;

/// <summary>
/// Calls every service with a synthetic request before the service reports ready, and before changed rules come into force, so that no
/// clinician waits for the first call.
/// </summary>
internal sealed class WarmUp(RuleBook book, CallAnswerer answerer, TimeProvider clock, Readiness readiness) : IHostedLifecycleService, IRulesTrial
{
    private const string Request = "warm-up.json";

    private static readonly TimeSpan BetweenCalls = TimeSpan.FromMilliseconds(200);

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
            var body = Encoding.UTF8.GetBytes(request.Replace(HookNames.OrderSign, service.Hook, StringComparison.Ordinal));
            while (!await TryCallAsync(service, body))
            {
                await Task.Delay(BetweenCalls, clock, cancellationToken);
            }
        }
    }

    /// <summary>Calls a service.</summary>
    /// <returns>False when there is no place for the call now: others have all of them.</returns>
    private async Task<bool> TryCallAsync(CdsService service, byte[] request)
    {
        using var body = new MemoryStream(request);
        var context = new DefaultHttpContext();
        context.Request.Method = HttpMethods.Post;
        context.Request.ContentType = "application/json";
        context.Request.Body = body;
        try
        {
            await answerer.AnswerAsync(context, service, Client.Own, new CallLaps(clock));
            return true;
        }
        catch (RejectedRequestException rejection) when (rejection.Outcome.Status is StatusCodes.Status503ServiceUnavailable)
        {
            return false;
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

/// <summary>The reason why no calls should be sent to this replica: it is starting, or stopping.</summary>
internal sealed class Readiness
{
    private const string Starting = "starting";
    private const string Stopping = "stopping";

    private volatile string? _obstacle = Starting;

    /// <summary>Gets <c>starting</c> or <c>stopping</c>; null when calls may be sent.</summary>
    public string? Obstacle => _obstacle;

    /// <summary>Gets a value indicating whether the service is about to stop.</summary>
    public bool IsStopping => ReferenceEquals(_obstacle, Stopping);

    /// <summary>Records that the service has answered its own warm-up calls.</summary>
    public void MarkReady() => Interlocked.CompareExchange(ref _obstacle, null, Starting);

    /// <summary>Records that the service is about to stop; it still answers.</summary>
    public void MarkStopping() => _obstacle = Stopping;
}
