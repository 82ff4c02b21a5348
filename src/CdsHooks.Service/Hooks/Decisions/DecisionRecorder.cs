using System.Threading.Channels;
using CdsHooks.Decision;
using CdsHooks.Service.Gate.Clients;
using CdsHooks.Service.Host.Telemetry;
using CdsHooks.Service.Knowledge.Rules;
using Microsoft.Extensions.Options;

namespace CdsHooks.Service.Hooks.Decisions;

/// <summary>Queues decisions for the store, off the path of the response. Never waits, and never throws when the store is unavailable.</summary>
internal sealed partial class DecisionRecorder(ServiceMetrics metrics, IOptions<DecisionsOptions> options, TimeProvider clock, Func<Guid> nextUuid, ILogger<DecisionRecorder> logger)
{
    // A full queue drops the new decision: the waiting ones are worth as much.
    private readonly Channel<DecisionRecord> _waiting = Channel.CreateBounded<DecisionRecord>(
        new BoundedChannelOptions(options.Value.MaxWaiting) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    private readonly byte[]? _patientKey = options.Value.PatientKey is { } key ? PatientHash.KeyOf(key) : null;

    private int _isDropping;

    /// <summary>Gets the queue of decisions to write.</summary>
    public ChannelReader<DecisionRecord> Waiting => _waiting.Reader;

    /// <summary>Makes the record of a decision after its response has been sent.</summary>
    /// <param name="service">The service that was called.</param>
    /// <param name="client">The client that called.</param>
    /// <param name="decision">The decision.</param>
    /// <param name="patientId">The id of the patient, of which a keyed hash is recorded at most.</param>
    /// <param name="timings">The parts of the time of the call.</param>
    public DecisionRecord Extract(CdsService service, Client client, PlanDecision decision, string patientId, DecisionTimings timings) =>
        DecisionExtract.Of(nextUuid(), clock.GetUtcNow(), service, client.Name, decision, timings) with
        {
            Patient = _patientKey is null ? null : PatientHash.Of(_patientKey, client.Name, patientId),
        };

    /// <summary>Queues one record.</summary>
    public void Record(DecisionRecord decision)
    {
        metrics.CountQueued();
        if (_waiting.Writer.TryWrite(decision))
        {
            if (Interlocked.Exchange(ref _isDropping, 0) is 1)
            {
                Log.Resumed(logger);
            }

            return;
        }

        metrics.CountDropped(1);
        if (Interlocked.Exchange(ref _isDropping, 1) is 0)
        {
            Log.Dropping(logger, options.Value.MaxWaiting);
        }
    }

    /// <summary>Closes the queue: the process ends.</summary>
    public void Complete() => _waiting.Writer.TryComplete();

    private static partial class Log
    {
        [LoggerMessage(1800, LogLevel.Warning, "Decisions are not recorded: {Waiting} are already waiting for the store")]
        public static partial void Dropping(ILogger logger, int waiting);

        [LoggerMessage(1801, LogLevel.Information, "Decisions are recorded again")]
        public static partial void Resumed(ILogger logger);
    }
}
