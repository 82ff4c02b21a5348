using System.Buffers.Binary;
using System.Threading.Channels;
using CdsHooks.Service.Hooks.Decisions;
using CdsHooks.Service.Host.Telemetry;
using CdsHooks.Service.Knowledge.Rules;
using Microsoft.Extensions.Options;

namespace CdsHooks.Service.Hooks.Shadow;

/// <summary>
/// Takes calls to be judged by the shadow rules after their responses. Never waits: a call that finds no room is recorded without its
/// shadow, and counted.
/// </summary>
internal sealed partial class ShadowQueue(
    RuleBook book, DecisionRecorder recorder, ServiceMetrics metrics, IOptions<RulesOptions> options, Func<Guid> nextUuid, ILogger<ShadowQueue> logger)
{
    private const int MaxWaiting = 256;
    private const long MaxWaitingBytes = 64 * 1024 * 1024;

    // A chart of this size takes some hundred megabytes to judge, which calls may need.
    private const long MaxBytes = 4 * 1024 * 1024;

    private readonly ShadowOptions _options = options.Value.Shadow;
    private readonly Channel<ShadowCall> _waiting = Channel.CreateBounded<ShadowCall>(
        new BoundedChannelOptions(MaxWaiting) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    private long _waitingBytes;
    private int _isDropping;

    /// <summary>Gets the calls that wait.</summary>
    public ChannelReader<ShadowCall> Waiting => _waiting.Reader;

    private bool IsAnyTried => _options.IsOn || book.Shadow is not null;

    /// <summary>Begins the trial of a call, before it is answered.</summary>
    /// <param name="serviceId">The id of the service that is called.</param>
    /// <returns>The trial; null when no rules are tried, or this call is not in the share.</returns>
    public ShadowTrial? Begin(string serviceId) => IsAnyTried && IsInShare() ? new ShadowTrial(book.Shadow?.Find(serviceId)) : null;

    /// <summary>Queues a call after its response has been sent.</summary>
    public void Add(ShadowCall call)
    {
        if (Interlocked.Add(ref _waitingBytes, call.Bytes) <= MaxWaitingBytes && call.Bytes <= MaxBytes && _waiting.Writer.TryWrite(call))
        {
            if (Interlocked.Exchange(ref _isDropping, 0) is 1)
            {
                Log.Resumed(logger);
            }

            return;
        }

        if (Interlocked.Exchange(ref _isDropping, 1) is 0)
        {
            Log.Dropping(logger);
        }

        Skip(call.Record, ShadowJson.Dropped);
        Release(call);
    }

    /// <summary>Records a decision without its shadow, unless it was a silence about orders that the served rules do not cover.</summary>
    /// <param name="record">The decision.</param>
    /// <param name="reason">The reason, one of <see cref="ShadowJson"/>.</param>
    public void Skip(DecisionRecord record, string reason)
    {
        metrics.CountShadow(reason);
        if (record.Row.Length > 0)
        {
            recorder.Record(record with { Shadow = ShadowJson.Skipped(reason) });
        }
    }

    /// <summary>Releases the memory of a call that has been judged or given up.</summary>
    public void Release(ShadowCall call)
    {
        Interlocked.Add(ref _waitingBytes, -call.Bytes);
        call.Body.Dispose();
    }

    /// <summary>Closes the queue: the process ends.</summary>
    public void Complete() => _waiting.Writer.TryComplete();

    private bool IsInShare()
    {
        if (_options.Share >= 1)
        {
            return true;
        }

        // The last bytes of a version 7 UUID are random.
        Span<byte> bytes = stackalloc byte[16];
        nextUuid().TryWriteBytes(bytes);
        return BinaryPrimitives.ReadUInt32LittleEndian(bytes[12..]) < _options.Share * uint.MaxValue;
    }

    private static partial class Log
    {
        [LoggerMessage(2400, LogLevel.Warning, "Decisions are recorded without their shadow: too many calls wait to be judged")]
        public static partial void Dropping(ILogger logger);

        [LoggerMessage(2401, LogLevel.Information, "Decisions are recorded with their shadow again")]
        public static partial void Resumed(ILogger logger);
    }
}
