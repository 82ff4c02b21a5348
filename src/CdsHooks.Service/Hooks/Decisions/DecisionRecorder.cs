using System.Threading.Channels;
using CdsHooks.Decision;
using CdsHooks.Service.Gate.Clients;
using CdsHooks.Service.Host.Telemetry;
using CdsHooks.Service.Knowledge.Rules;
using Microsoft.Extensions.Options;

namespace CdsHooks.Service.Hooks.Decisions;

/// <summary>Takes decisions off the path of the answers. Never waits, never throws for a store that is away.</summary>
internal sealed partial class DecisionRecorder(DecisionMetrics metrics, IOptions<DecisionsOptions> options, TimeProvider clock, Func<Guid> nextUuid, ILogger<DecisionRecorder> logger)
{
    // What is full lets nothing in: the decisions that wait are as good as the one that comes.
    private readonly Channel<DecisionRecord> _waiting = Channel.CreateBounded<DecisionRecord>(
        new BoundedChannelOptions(options.Value.MaxWaiting) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    private int _isDropping;

    /// <summary>Gets the decisions that wait to be written.</summary>
    public ChannelReader<DecisionRecord> Waiting => _waiting.Reader;

    /// <summary>Takes one decision, once it is answered. One that found none of the orders to be ours is not kept.</summary>
    /// <param name="service">The service that was called.</param>
    /// <param name="client">Who called.</param>
    /// <param name="decision">The decision.</param>
    /// <param name="startedAt">The clock's timestamp of the call's arrival.</param>
    public void Record(HookedPlan service, Client client, PlanDecision decision, long startedAt)
    {
        if (decision.Row.Length is 0)
        {
            return;
        }

        if (_waiting.Writer.TryWrite(DecisionExtract.Of(nextUuid(), clock.GetUtcNow(), service, client.Name, decision, clock.GetElapsedTime(startedAt))))
        {
            if (Interlocked.Exchange(ref _isDropping, 0) is 1)
            {
                Log.DropsNoMore(logger);
            }

            return;
        }

        metrics.Dropped(1);
        if (Interlocked.Exchange(ref _isDropping, 1) is 0)
        {
            Log.Drops(logger, options.Value.MaxWaiting);
        }
    }

    /// <summary>Takes no more: the process ends.</summary>
    public void Complete() => _waiting.Writer.TryComplete();

    private static partial class Log
    {
        [LoggerMessage(1800, LogLevel.Warning, "Decisions are not recorded: {Waiting} wait for the store already")]
        public static partial void Drops(ILogger logger, int waiting);

        [LoggerMessage(1801, LogLevel.Information, "Decisions are recorded again")]
        public static partial void DropsNoMore(ILogger logger);
    }
}
