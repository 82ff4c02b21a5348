using CdsHooks.Simulation.Runs;

namespace CdsHooks.Service.Pages.Simulate;

/// <summary>The run that is being worked on. Thread-safe.</summary>
internal sealed class ActiveRun : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private readonly TimeProvider _clock;
    private long _start;
    private SimulationProgress _progress;

    /// <summary>Initializes a new instance of the <see cref="ActiveRun"/> class.</summary>
    /// <param name="id">The id of the run.</param>
    /// <param name="clock">The clock.</param>
    public ActiveRun(string id, TimeProvider clock)
    {
        (Id, _clock, _start) = (id, clock, clock.GetTimestamp());
        Token = _stop.Token;
    }

    /// <summary>Gets the id of the run.</summary>
    public string Id { get; }

    /// <summary>Gets the token that ends the work.</summary>
    public CancellationToken Token { get; }

    /// <summary>Gets or sets the work; it never fails.</summary>
    public Task Work { get; set; } = Task.CompletedTask;

    /// <summary>Gets a value indicating whether somebody stopped it, rather than the end of the process.</summary>
    public bool IsStopped { get; private set; }

    /// <summary>Gets a value indicating whether the charts of the synthetic cohort are still being written.</summary>
    public bool IsWriting { get; private set; }

    /// <summary>Notes that the synthetic cohort is being written, or that judging begins.</summary>
    public void Begin(bool isWriting, long patients)
    {
        lock (_lock)
        {
            IsWriting = isWriting;
            _start = _clock.GetTimestamp();
            _progress = new SimulationProgress(0, 0, patients);
        }
    }

    /// <summary>Takes the progress.</summary>
    public void Report(SimulationProgress progress)
    {
        lock (_lock)
        {
            _progress = progress;
        }
    }

    /// <summary>Gets the progress, and the time that is left; null before it can be told.</summary>
    public (SimulationProgress Progress, TimeSpan? Left) Look()
    {
        lock (_lock)
        {
            return (_progress, _progress.Left(_clock.GetElapsedTime(_start)));
        }
    }

    /// <summary>Ends the work soon.</summary>
    /// <param name="byPerson">True when somebody asked for it.</param>
    public void Stop(bool byPerson)
    {
        IsStopped |= byPerson;
        _stop.Cancel();
    }

    public void Dispose() => _stop.Dispose();
}
