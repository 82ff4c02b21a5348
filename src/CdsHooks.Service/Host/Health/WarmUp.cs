using System.Text;
using CdsHooks.Decision.Hooks;
using CdsHooks.Service.Gate.Clients;
using CdsHooks.Service.Hooks.ServiceCall;
using CdsHooks.Service.Knowledge.Rules;

namespace CdsHooks.Service.Host.Health;

/// <summary>Calls every service with a synthetic request before the service reports ready, so that no clinician waits for the first call.</summary>
internal sealed class WarmUp(RuleBook book, CallAnswerer answerer, TimeProvider clock, Readiness readiness) : IHostedLifecycleService
{
    private const string Request = "warm-up.json";

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        var request = await ReadRequestAsync(cancellationToken);
        foreach (var service in book.Services)
        {
            using var body = new MemoryStream(Encoding.UTF8.GetBytes(request.Replace(HookNames.OrderSign, service.Hook, StringComparison.Ordinal)));
            var context = new DefaultHttpContext();
            context.Request.Method = HttpMethods.Post;
            context.Request.ContentType = "application/json";
            context.Request.Body = body;
            await answerer.AnswerAsync(context, service.Id, Client.Own, new CallLaps(clock));
        }

        await Preparation.Done;
        readiness.MarkReady();
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
