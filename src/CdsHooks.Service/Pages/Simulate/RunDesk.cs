using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using CdsHooks.Service.Gate.People;
using CdsHooks.Workbench;
using Microsoft.Extensions.Options;

namespace CdsHooks.Service.Pages.Simulate;

/// <summary>Runs simulations in the background, one at a time, and removes old ones.</summary>
internal sealed partial class RunDesk(RunShelf shelf, RunWork work, IOptions<WorkbenchOptions> options, TimeProvider clock, ILogger<RunDesk> logger) : BackgroundService
{
    private const string Busy = "Another run is being worked on. Wait for it, or stop it.";

    private static readonly TimeSpan BetweenSweeps = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<string, RunState> _unsaved = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private ActiveRun? _active;

    /// <summary>Gets the run that is being worked on; null for none.</summary>
    public ActiveRun? Active => _active is { Work.IsCompleted: false } active ? active : null;

    /// <summary>Lists the runs, newest first, with the states that they really have.</summary>
    /// <exception cref="InvalidInputException">The folder of the runs cannot be read.</exception>
    public IReadOnlyList<KeptRun> List()
    {
        // Before the shelf is read: what has ended by then is on the shelf as ended.
        var active = Active?.Id;
        return [.. shelf.List().Select(run => Real(run, active))];
    }

    /// <summary>Finds a run; null when there is none.</summary>
    public KeptRun? Find(string id)
    {
        var active = Active?.Id;
        return shelf.Find(id) is { } run ? Real(run, active) : null;
    }

    /// <summary>Starts a run.</summary>
    /// <returns>Why it cannot be started; null when it was.</returns>
    public string? Start(RunSpec spec)
    {
        lock (_lock)
        {
            return Active is not null ? Busy : Written(() =>
            {
                if (shelf.List().Count >= RunShelf.MaxRuns)
                {
                    return $"{RunShelf.MaxRuns} runs are kept. Remove one first.";
                }

                shelf.Add(spec, new RunState(RunPhase.Running, clock.GetUtcNow()));
                Begin(spec);
                return null;
            });
        }
    }

    /// <summary>Continues a run that was stopped or interrupted, or that failed.</summary>
    /// <returns>Why it cannot be continued; null when it was.</returns>
    public string? Continue(string id)
    {
        lock (_lock)
        {
            return Active is not null ? Busy : Written(() =>
            {
                if (Find(id) is not { CanContinue: true, Spec: { } spec })
                {
                    return "This run cannot be continued.";
                }

                shelf.Save(id, new RunState(RunPhase.Running, clock.GetUtcNow()));
                _unsaved.TryRemove(id, out _);
                Begin(spec);
                return null;
            });
        }
    }

    /// <summary>Stops a run, and waits until it has stopped.</summary>
    public async Task StopAsync(string id)
    {
        if (Active is { } active && string.Equals(active.Id, id, StringComparison.Ordinal))
        {
            active.Stop(byPerson: true);
            await active.Work;
        }
    }

    /// <summary>Removes a run with its result, after it was stopped.</summary>
    /// <returns>Why it cannot be removed; null when it was.</returns>
    public async Task<string?> RemoveAsync(string id)
    {
        await StopAsync(id);
        return Written(() =>
        {
            if (shelf.Find(id) is not null)
            {
                shelf.Remove(id);
            }

            _unsaved.TryRemove(id, out _);
            return null;
        });
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        if (Active is { } active)
        {
            active.Stop(byPerson: false);
            await active.Work.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        SaveLate();
        await base.StopAsync(cancellationToken);
    }

    public override void Dispose()
    {
        _active?.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(BetweenSweeps, clock);
        do
        {
            SaveLate();
            RemoveOld();
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private void RemoveOld()
    {
        try
        {
            foreach (var run in List().Where(run => run.State.Phase is not RunPhase.Running && clock.GetUtcNow() - run.State.ChangedAt > TimeSpan.FromDays(options.Value.Simulation.KeepDays)))
            {
                shelf.Remove(run.Id);
                Log.Removed(logger, run.Id);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidInputException)
        {
            Log.NotRemoved(logger, exception.GetType().Name);
        }
    }

    private KeptRun Real(KeptRun run, string? active) => run.State.Phase is RunPhase.Running && !string.Equals(active, run.Id, StringComparison.Ordinal)
        ? run with { State = _unsaved.GetValueOrDefault(run.Id) ?? run.State with { Phase = RunPhase.Interrupted } }
        : run;

    /// <summary>Does what writes into the folder of the runs.</summary>
    /// <returns>What it returns, or why that folder cannot be used.</returns>
    private static string? Written(Func<string?> write)
    {
        try
        {
            return write();
        }
        catch (InvalidInputException exception)
        {
            return exception.Message;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return RunShelf.NotWritten;
        }
    }

    private void Begin(RunSpec spec)
    {
        _active?.Dispose();
        ActiveRun active = new(spec.Id, clock);
        QuietThreads threads = new();
        _active = active;
        active.Work = Task.Factory.StartNew(() => Work(active, spec), CancellationToken.None, TaskCreationOptions.None, threads)
            .ContinueWith(_ => threads.End(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        Log.Began(logger, spec.Id);
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Whatever it is, the run has failed, and the service goes on.")]
    private void Work(ActiveRun active, RunSpec spec)
    {
        RunState state;
        try
        {
            work.Do(active, spec);
            state = new RunState(RunPhase.Done, clock.GetUtcNow());
        }
        catch (OperationCanceledException)
        {
            state = new RunState(active.IsStopped ? RunPhase.Stopped : RunPhase.Interrupted, clock.GetUtcNow());
        }
        catch (Exception exception)
        {
            state = new RunState(RunPhase.Failed, clock.GetUtcNow(), work.IssueOf(spec.Id, exception));
        }

        Finish(spec.Id, state);
    }

    private void Finish(string id, RunState state)
    {
        try
        {
            shelf.Close(id);
            shelf.Save(id, state);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _unsaved[id] = state;
            Log.NotSaved(logger, id, exception.GetType().Name);
        }

        Log.Ended(logger, id, state.Phase, state.Issue ?? "no issue");
    }

    /// <summary>Saves the states that could not be saved when their runs ended.</summary>
    private void SaveLate()
    {
        foreach (var (id, state) in _unsaved)
        {
            if (shelf.Find(id) is null || Written(() => SaveOnly(id, state)) is null)
            {
                _unsaved.TryRemove(KeyValuePair.Create(id, state));
            }
        }
    }

    private string? SaveOnly(string id, RunState state)
    {
        shelf.Save(id, state);
        return null;
    }

    private static partial class Log
    {
        [LoggerMessage(2900, LogLevel.Information, "Simulation {Id} began")]
        public static partial void Began(ILogger logger, string id);

        [LoggerMessage(2901, LogLevel.Information, "Simulation {Id} ended: {Phase}, {Issue}")]
        public static partial void Ended(ILogger logger, string id, RunPhase phase, string issue);

        [LoggerMessage(2902, LogLevel.Information, "Removed simulation {Id}: it was too old (Workbench:Simulation:KeepDays)")]
        public static partial void Removed(ILogger logger, string id);

        [LoggerMessage(2903, LogLevel.Warning, "Old simulations cannot be removed: {ExceptionType}")]
        public static partial void NotRemoved(ILogger logger, string exceptionType);

        [LoggerMessage(2904, LogLevel.Warning, "The state of simulation {Id} cannot be saved: {ExceptionType}")]
        public static partial void NotSaved(ILogger logger, string id, string exceptionType);
    }
}
