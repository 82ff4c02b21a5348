using System.Diagnostics.CodeAnalysis;
using CdsHooks.Service.Gate.People;
using CdsHooks.Service.Knowledge.Rules;
using CdsHooks.Simulation.Cohort;
using CdsHooks.Simulation.Cohort.Output;
using CdsHooks.Simulation.Runs;
using CdsHooks.Simulation.Shards;
using CdsHooks.Workbench;
using Microsoft.Extensions.Options;

namespace CdsHooks.Service.Pages.Simulate;

/// <summary>Runs simulations in the background, one at a time, and removes old ones.</summary>
internal sealed partial class RunDesk(RunShelf shelf, PackShelf packs, RuleBook book, IOptions<WorkbenchOptions> options, TimeProvider clock, ILogger<RunDesk> logger) : BackgroundService
{
    private const int MostShards = 32;
    private const int PatientsOfShard = 50;

    private static readonly TimeSpan BetweenSweeps = TimeSpan.FromHours(1);

    private readonly Lock _lock = new();
    private ActiveRun? _active;

    /// <summary>Gets the run that is being worked on; null for none.</summary>
    public ActiveRun? Active => _active is { Work.IsCompleted: false } active ? active : null;

    /// <summary>Lists the runs, newest first, with the states that they really have.</summary>
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
    /// <returns>False when another one is being worked on, or too many are kept.</returns>
    public bool TryStart(RunSpec spec)
    {
        lock (_lock)
        {
            if (Active is not null || shelf.List().Count >= RunShelf.MaxRuns)
            {
                return false;
            }

            shelf.Add(spec, new RunState(RunPhase.Running, clock.GetUtcNow()));
            Begin(spec);
            return true;
        }
    }

    /// <summary>Continues a run that was stopped or interrupted, or that failed.</summary>
    /// <returns>False when another one is being worked on, or this one cannot be continued.</returns>
    public bool TryContinue(string id)
    {
        lock (_lock)
        {
            if (Active is not null || Find(id) is not { CanContinue: true, Spec: { } spec })
            {
                return false;
            }

            shelf.Save(id, new RunState(RunPhase.Running, clock.GetUtcNow()));
            Begin(spec);
            return true;
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
    public async Task RemoveAsync(string id)
    {
        await StopAsync(id);
        if (shelf.Find(id) is not null)
        {
            shelf.Remove(id);
        }
    }

    /// <summary>Opens the simulation of a run again, to look at one of its calls.</summary>
    /// <exception cref="WorkbenchException">The charts are not those of the run any more, or the rules cannot be simulated.</exception>
    public SimulationSetup Open(RunSpec spec, string pack)
    {
        var folder = spec.Pack is { } name ? packs.Open(name) : PackFolder.Open(Path.Combine(shelf.CohortOf(spec.Id), CohortFolder.PackName), "of the synthetic cohort");
        return string.Equals(folder.ManifestHash, pack, StringComparison.Ordinal)
            ? RunSetup.Of(spec, book.Current, folder)
            : throw new InvalidInputException("The pack was made anew since the run: its charts are others.");
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        if (Active is { } active)
        {
            active.Stop(byPerson: false);
            await active.Work.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

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
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Log.NotRemoved(logger, exception.GetType().Name);
        }
    }

    private static KeptRun Real(KeptRun run, string? active) => run.State.Phase is RunPhase.Running && !string.Equals(active, run.Id, StringComparison.Ordinal)
        ? run with { State = run.State with { Phase = RunPhase.Interrupted } }
        : run;

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
            Judge(active, spec);
            state = new RunState(RunPhase.Done, clock.GetUtcNow());
        }
        catch (OperationCanceledException)
        {
            state = new RunState(active.IsStopped ? RunPhase.Stopped : RunPhase.Interrupted, clock.GetUtcNow());
        }
        catch (WorkbenchException exception)
        {
            state = new RunState(RunPhase.Failed, clock.GetUtcNow(), exception.Message);
        }
        catch (Exception exception)
        {
            // The message may contain part of a chart, or a path.
            var cause = exception is AggregateException { InnerException: { } inner } ? inner : exception;
            state = new RunState(RunPhase.Failed, clock.GetUtcNow(), $"It ended with {cause.GetType().Name}.");
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
            // Without a state of its own it counts as interrupted.
            Log.NotSaved(logger, id, exception.GetType().Name);
        }

        Log.Ended(logger, id, state.Phase, state.Issue ?? "no issue");
    }

    private void Judge(ActiveRun active, RunSpec spec)
    {
        var rules = book.Current;
        if (!string.Equals(rules.Version, spec.Rules, StringComparison.Ordinal))
        {
            throw new InvalidInputException("The rules in force are others than those that the run began with. Start it anew.");
        }

        var pack = spec.Pack is { } name ? packs.Open(name) : Cohort(active, spec, rules);
        var setup = RunSetup.Of(spec, rules, pack);
        active.Begin(isWriting: false, pack.Manifest.Patients);
        new SimulationRun(setup).Run(shelf.FolderOf(spec.Id), QuietThreads.Count, active.Report, active.Token);
    }

    private PackFolder Cohort(ActiveRun active, RunSpec spec, RulesSnapshot rules)
    {
        var folder = shelf.CohortOf(spec.Id);
        var pack = Path.Combine(folder, CohortFolder.PackName);
        if (!File.Exists(Path.Combine(pack, PackManifest.FileName)))
        {
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }

            active.Begin(isWriting: true, spec.Patients);
            CohortSource source = new(RunSetup.DefaultsOf(rules), Prevalences.Default, (ulong)spec.Seed);
            var shards = Math.Clamp(spec.Patients / PatientsOfShard, 1, MostShards);
            CohortFolder.Write(source, new CohortOrder(spec.Patients, QuietThreads.Count, IsCompressed: false, IsPacked: true, shards), folder, "of the synthetic cohort", written =>
            {
                active.Token.ThrowIfCancellationRequested();
                active.Report(new SimulationProgress(0, written, spec.Patients));
            });
        }

        return PackFolder.Open(pack, "of the synthetic cohort");
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
