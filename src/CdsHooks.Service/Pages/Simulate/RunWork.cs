using CdsHooks.Service.Knowledge.Rules;
using CdsHooks.Simulation.Cohort;
using CdsHooks.Simulation.Cohort.Output;
using CdsHooks.Simulation.Runs;
using CdsHooks.Simulation.Shards;
using CdsHooks.Workbench;

namespace CdsHooks.Service.Pages.Simulate;

/// <summary>Does the work of a run, where it is called.</summary>
internal sealed partial class RunWork(RunShelf shelf, PackShelf packs, RuleBook book, ILogger<RunWork> logger)
{
    private const int MostShards = 32;
    private const int PatientsOfShard = 50;

    private static readonly string CohortName = Path.Combine(RunShelf.DemoFolder, CohortFolder.PackName);

    /// <summary>Opens the simulation of a run again, to look at one of its calls.</summary>
    /// <exception cref="WorkbenchException">The charts are not those of the run any more, or the rules cannot be simulated.</exception>
    public SimulationSetup Open(RunSpec spec, string pack)
    {
        var folder = spec.Pack is { } name ? packs.Open(name) : PackFolder.Open(Path.Combine(shelf.CohortOf(spec.Id), CohortFolder.PackName), CohortName);
        return string.Equals(folder.ManifestHash, pack, StringComparison.Ordinal)
            ? RunSetup.Of(spec, book.Current, folder)
            : throw new InvalidInputException("The pack was made anew since the run: its charts are others.");
    }

    /// <summary>Judges the charts of a run, and writes its result.</summary>
    /// <exception cref="WorkbenchException">The charts cannot be read or are others than at the beginning, or the rules cannot be simulated.</exception>
    /// <exception cref="IOException">The folder of the run cannot be written.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public void Do(ActiveRun active, RunSpec spec)
    {
        var rules = book.Current;
        if (!string.Equals(rules.Version, spec.Rules, StringComparison.Ordinal))
        {
            throw new InvalidInputException("The rules in force are others than those that the run began with. Start the run anew.");
        }

        var pack = spec.Pack is { } name ? packs.Open(name) : Cohort(active, spec, rules);
        if (SimulationRun.PackOf(shelf.FolderOf(spec.Id)) is { } earlier && !string.Equals(earlier, pack.ManifestHash, StringComparison.Ordinal))
        {
            throw new InvalidInputException("The pack was made anew since the run began: its charts are others. Start the run anew.");
        }

        var setup = RunSetup.Of(spec, rules, pack);
        active.Begin(isWriting: false, pack.Manifest.Patients);
        new SimulationRun(setup).Run(shelf.FolderOf(spec.Id), QuietThreads.Count, active.Report, active.Token);
    }

    /// <summary>Says why a run failed. Another message than one of ours may contain part of a chart, or a path.</summary>
    public string IssueOf(string id, Exception exception)
    {
        IReadOnlyList<Exception> causes = exception is AggregateException { } many ? many.Flatten().InnerExceptions : [exception];
        if (causes.OfType<WorkbenchException>().FirstOrDefault() is { } own)
        {
            return own.Message;
        }

        // A file of the charts that cannot be read has a sentence of its own.
        if (causes.All(cause => cause is IOException or UnauthorizedAccessException))
        {
            return RunShelf.NotWritten;
        }

        var cause = causes.First(cause => cause is not (IOException or UnauthorizedAccessException));
        Log.Failed(logger, id, cause.GetType().FullName, cause.StackTrace);
        return "The program has a fault here, which the log of the service names.";
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
            CohortFolder.Write(source, new CohortOrder(spec.Patients, QuietThreads.Count, IsCompressed: false, IsPacked: true, shards), folder, RunShelf.DemoFolder, written =>
            {
                active.Token.ThrowIfCancellationRequested();
                active.Report(new SimulationProgress(0, written, spec.Patients));
            });
        }

        return PackFolder.Open(pack, CohortName);
    }

    private static partial class Log
    {
        [LoggerMessage(2907, LogLevel.Error, "Simulation {Id} failed with {ExceptionType} at {StackTrace}")]
        public static partial void Failed(ILogger logger, string id, string? exceptionType, string? stackTrace);
    }
}
