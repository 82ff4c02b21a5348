using CdsHooks.Service.Gate.Clients;
using CdsHooks.Service.Host.Errors;
using CdsHooks.Service.Host.Status;
using Microsoft.Extensions.Options;

namespace CdsHooks.Service.Gate.Limits;

/// <summary>
/// Shares out among the callers how many calls are processed, how many wait, and how much memory their bodies take, so that none of
/// them can take it all. The call that waits longest goes first among those of the callers with the fewest calls in progress.
/// </summary>
internal sealed class CallPlaces(ClientRegistry clients, IOptions<LimitsOptions> options) : IReadinessCause
{
    // From here on, readiness reports that little is left; four greedy callers take as much.
    private const double Nearly = 0.75;
    private const long Megabyte = 1024 * 1024;

    private readonly Lock _gate = new();
    private readonly FairShare _inProgress = new(options.Value.ConcurrentCalls);
    private readonly FairShare _waiting = new(options.Value.QueuedCalls);
    private readonly FairShare _bytes = new(options.Value.BodyMegabytes * Megabyte);
    private readonly LinkedList<Waiter> _queue = [];
    private long _peak;

    /// <inheritdoc/>
    public string? Cause
    {
        get
        {
            lock (_gate)
            {
                return IsNearlyTaken(_inProgress) || IsNearlyTaken(_waiting) ? "Places for calls are nearly used up."
                    : IsNearlyTaken(_bytes) ? "Memory for the bodies of calls is nearly used up."
                    : _inProgress.IsUsedUpBySomeone || _waiting.IsUsedUpBySomeone || _bytes.IsUsedUpBySomeone ? "A client has used up its places for calls; others are answered."
                    : null;
            }
        }
    }

    /// <summary>Gets the numbers of the moment.</summary>
    public PlaceCounts Counts
    {
        get
        {
            lock (_gate)
            {
                return new PlaceCounts(_inProgress.Taken, _waiting.Taken, _bytes.Taken);
            }
        }
    }

    /// <summary>Gets the most memory that was reserved at a time since this was last asked, in bytes.</summary>
    public long TakePeak()
    {
        lock (_gate)
        {
            var peak = _peak;
            _peak = _bytes.Taken;
            return peak;
        }
    }

    /// <summary>Takes a place for a call, waiting for one if necessary.</summary>
    /// <param name="context">The call.</param>
    /// <param name="client">The client that calls.</param>
    /// <returns>The place, to be disposed of when the call ends.</returns>
    /// <exception cref="RejectedRequestException">503: too many calls of this caller, or of all, wait already.</exception>
    public async ValueTask<CallPlace> TakeAsync(HttpContext context, Client client)
    {
        var caller = Caller.Of(context, client, clients);
        if (Enter(caller) is { } waiter)
        {
            await using var _ = context.RequestAborted.UnsafeRegister(_ => GiveUp(waiter, context.RequestAborted), null);
            await waiter.Turn.Task;
        }

        return new CallPlace(this, caller);
    }

    /// <summary>Reserves memory for a call.</summary>
    /// <exception cref="RejectedRequestException">503: the bodies of this caller's calls, or of all, take too much already.</exception>
    internal void Reserve(Caller caller, long bytes)
    {
        lock (_gate)
        {
            if (!_bytes.TryTake(caller, bytes))
            {
                throw TooMany.Bytes();
            }

            _peak = Math.Max(_peak, _bytes.Taken);
        }
    }

    /// <summary>Releases memory that was reserved.</summary>
    internal void Release(Caller caller, long bytes)
    {
        lock (_gate)
        {
            _bytes.Return(caller, bytes);
        }
    }

    /// <summary>Ends a call: its place goes to the next one.</summary>
    internal void Leave(Caller caller)
    {
        lock (_gate)
        {
            _inProgress.Return(caller, 1);
            while (Next() is { } next)
            {
                _inProgress.TryTake(next.Caller, 1);
                Remove(next);
                next.Turn.SetResult();
            }
        }
    }

    /// <summary>Takes a place, or one in the queue.</summary>
    /// <returns>The waiting call; null when it has a place.</returns>
    private Waiter? Enter(Caller caller)
    {
        lock (_gate)
        {
            if (_inProgress.TryTake(caller, 1))
            {
                return null;
            }

            if (!_waiting.TryTake(caller, 1))
            {
                throw TooMany.AtATime();
            }

            var waiter = new Waiter(caller);
            _queue.AddLast(waiter.Node);
            return waiter;
        }
    }

    private static bool IsNearlyTaken(FairShare share) => share.Total > 0 && share.Taken >= share.Total * Nearly;

    private void GiveUp(Waiter waiter, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (waiter.Node.List is not null)
            {
                Remove(waiter);
                waiter.Turn.SetCanceled(cancellationToken);
            }
        }
    }

    private void Remove(Waiter waiter)
    {
        _queue.Remove(waiter.Node);
        _waiting.Return(waiter.Caller, 1);
    }

    /// <summary>Finds the waiting call that may start; null when none may.</summary>
    private Waiter? Next()
    {
        Waiter? best = null;
        foreach (var waiter in _queue)
        {
            if (_inProgress.HasRoom(waiter.Caller, 1) && (best is null || _inProgress.HeldBy(waiter.Caller) < _inProgress.HeldBy(best.Caller)))
            {
                best = waiter;
            }
        }

        return best;
    }

    private sealed class Waiter
    {
        public Waiter(Caller caller)
        {
            Caller = caller;
            Node = new LinkedListNode<Waiter>(this);
        }

        public Caller Caller { get; }

        public LinkedListNode<Waiter> Node { get; }

        public TaskCompletionSource Turn { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

/// <summary>The place of one call in progress.</summary>
internal sealed class CallPlace(CallPlaces places, Caller caller) : IDisposable
{
    private bool _isLeft;

    /// <summary>Reserves memory for the body.</summary>
    /// <param name="bytes">The size, in bytes.</param>
    /// <exception cref="RejectedRequestException">503: the bodies of this caller's calls, or of all, take too much already.</exception>
    public void Reserve(long bytes) => places.Reserve(caller, bytes);

    /// <summary>Releases memory that was reserved.</summary>
    public void Release(long bytes) => places.Release(caller, bytes);

    /// <summary>Reserves memory for a part of the call.</summary>
    /// <param name="bytes">The size, in bytes.</param>
    /// <returns>The reservation, to be disposed of when the part ends.</returns>
    /// <exception cref="RejectedRequestException">503: the calls of this caller, or of all, take too much already.</exception>
    public IDisposable Hold(long bytes)
    {
        Reserve(bytes);
        return new Reservation(this, bytes);
    }

    public void Dispose()
    {
        if (!_isLeft)
        {
            _isLeft = true;
            places.Leave(caller);
        }
    }
}

/// <summary>Memory that is reserved for a part of a call.</summary>
internal sealed class Reservation(CallPlace place, long bytes) : IDisposable
{
    private bool _isReleased;

    public void Dispose()
    {
        if (!_isReleased)
        {
            _isReleased = true;
            place.Release(bytes);
        }
    }
}

/// <summary>The use of the places at one moment.</summary>
/// <param name="InProgress">The number of calls in progress.</param>
/// <param name="Waiting">The number of calls that wait.</param>
/// <param name="Bytes">The memory reserved for bodies, in bytes.</param>
internal readonly record struct PlaceCounts(long InProgress, long Waiting, long Bytes);
