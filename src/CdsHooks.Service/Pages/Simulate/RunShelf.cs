using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CdsHooks.Service.Gate.People;
using CdsHooks.Service.Host.Store;
using CdsHooks.Simulation.Reports;
using CdsHooks.Simulation.Results;
using CdsHooks.Simulation.Runs;
using CdsHooks.Workbench;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace CdsHooks.Service.Pages.Simulate;

/// <summary>Keeps runs in folders that only the service's user can open: results name patients.</summary>
internal sealed partial class RunShelf(IOptions<WorkbenchOptions> options, IOptions<StoreOptions> store, IHostEnvironment environment, ILogger<RunShelf> logger)
{
    /// <summary>The number of runs that are kept at most.</summary>
    public const int MaxRuns = 50;

    /// <summary>The sentence about a folder of the runs that cannot be written.</summary>
    public const string NotWritten = "The folder of the runs cannot be written: its disk is full or read-only, or it is not the service's own (Workbench:Simulation:RunsFolder).";

    /// <summary>The name of the folder of the synthetic cohort in that of a run.</summary>
    public const string DemoFolder = "demo";

    private const string SpecFile = "run.json";
    private const string StateFile = "state.json";
    private const int IdBytes = 8;
    private const UnixFileMode FileMode600 = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode FolderMode700 = FileMode600 | UnixFileMode.UserExecute;

    private readonly ConcurrentDictionary<string, string> _damaged = new(StringComparer.Ordinal);
    private readonly string _folder = Path.GetFullPath(options.Value.Simulation.RunsFolder is { Length: > 0 } folder ? folder : Path.Combine(DataFolderOf(store.Value), "simulations"), environment.ContentRootPath);

    /// <summary>Makes an id that nobody can guess.</summary>
    public static string NewId() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes));

    /// <summary>Gets the folder of a run.</summary>
    public string FolderOf(string id) => Path.Combine(_folder, id);

    /// <summary>Gets the folder of the synthetic cohort of a run.</summary>
    public string CohortOf(string id) => Path.Combine(FolderOf(id), DemoFolder);

    /// <summary>Gets the path of a run's result.</summary>
    private string ResultOf(string id) => Path.Combine(FolderOf(id), SimulationRun.ResultFile);

    /// <summary>Reads the result of a run.</summary>
    /// <exception cref="InvalidInputException">The file is not there, cannot be read, or was cut or changed.</exception>
    public SimulationReport ReportOf(string id) => Guarded(id, () => ReportReader.Read(ResultOf(id), SimulationRun.ResultFile));

    /// <summary>Reads the flips of a run, in their order.</summary>
    /// <exception cref="InvalidInputException">The file is not there, cannot be read, or was cut.</exception>
    public T FlipsOf<T>(string id, Func<SimulationHeader, IEnumerable<Flip>, T> read) => Guarded(id, () =>
    {
        using var reader = ResultReader.Open(ResultOf(id), SimulationRun.ResultFile);
        return read(reader.Header, Flips(reader));
    });

    /// <summary>Lists the runs, newest first.</summary>
    /// <exception cref="InvalidInputException">The folder of the runs cannot be read.</exception>
    public IReadOnlyList<KeptRun> List()
    {
        try
        {
            return [.. Directory.EnumerateDirectories(_folder).Select(folder => Find(Path.GetFileName(folder))).OfType<KeptRun>().OrderByDescending(run => run.StartedAt)];
        }
        catch (DirectoryNotFoundException) when (!File.Exists(_folder))
        {
            // The first run makes it.
            return [];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException("The folder of the runs cannot be read (Workbench:Simulation:RunsFolder).");
        }
    }

    /// <summary>Finds a run; null when there is none.</summary>
    public KeptRun? Find(string id)
    {
        if (id.Length is not (IdBytes * 2) || !id.All(char.IsAsciiHexDigitLower) || !Directory.Exists(FolderOf(id)))
        {
            return null;
        }

        var spec = Read(id, SpecFile, RunJson.Default.RunSpec);
        var state = Read(id, StateFile, RunJson.Default.RunState);
        return spec is null || state is null || !string.Equals(spec.Id, id, StringComparison.Ordinal)
            ? new KeptRun(id, Spec: null, new RunState(RunPhase.Damaged, new DateTimeOffset(Directory.GetLastWriteTimeUtc(FolderOf(id)))))
            : new KeptRun(id, spec, state.Phase is RunPhase.Done && IsCut(id) ? state with { Phase = RunPhase.Spoiled } : state);
    }

    /// <summary>Makes the folder of a new run. Nothing is left of it when that fails.</summary>
    public void Add(RunSpec spec, RunState state)
    {
        CreateFolder(_folder);
        try
        {
            CreateFolder(FolderOf(spec.Id));
            Write(spec.Id, SpecFile, spec, RunJson.Default.RunSpec);
            Save(spec.Id, state);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            if (Directory.Exists(FolderOf(spec.Id)))
            {
                Remove(spec.Id);
            }

            throw;
        }
    }

    /// <summary>Saves the state of a run.</summary>
    public void Save(string id, RunState state) => Write(id, StateFile, state, RunJson.Default.RunState);

    /// <summary>Closes what a run wrote to everybody but the service's user.</summary>
    public void Close(string id)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        foreach (var folder in Directory.EnumerateDirectories(FolderOf(id), "*", SearchOption.AllDirectories))
        {
            File.SetUnixFileMode(folder, FolderMode700);
        }

        foreach (var file in Directory.EnumerateFiles(FolderOf(id), "*", SearchOption.AllDirectories))
        {
            File.SetUnixFileMode(file, FileMode600);
        }
    }

    /// <summary>Removes a run with its result.</summary>
    public void Remove(string id) => Directory.Delete(FolderOf(id), recursive: true);

    private static string DataFolderOf(StoreOptions store) =>
        StoreAddress.ProviderOf(store) is StoreProvider.Sqlite && StoreAddress.TryRead<SqliteConnectionStringBuilder>(store.ConnectionString) is { } file
            ? Path.GetDirectoryName(file.DataSource) ?? string.Empty
            : "data";

    private static IEnumerable<Flip> Flips(ResultReader reader)
    {
        while (reader.NextFlip(int.MaxValue) is { } flip)
        {
            yield return flip;
        }
    }

    /// <summary>Tells whether the result of a run that is done is missing or lacks its end. One that cannot be read may be whole.</summary>
    private bool IsCut(string id)
    {
        try
        {
            return ResultReader.EndOf(ResultOf(id)) is null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private T Guarded<T>(string id, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (InvalidInputException exception)
        {
            throw Damage(id, exception.Message);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Damage(id, "The file of the result cannot be read.");
        }
    }

    /// <summary>Logs once what is wrong with a result. The sentence has nothing of a chart.</summary>
    private InvalidInputException Damage(string id, string why)
    {
        if (!string.Equals(_damaged.GetValueOrDefault(id), why, StringComparison.Ordinal))
        {
            _damaged[id] = why;
            Log.Damaged(logger, id, why);
        }

        return new InvalidInputException(why);
    }

    private static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, FolderMode700);
        }
    }

    private T? Read<T>(string id, string file, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(Path.Combine(FolderOf(id), file)), type);
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private void Write<T>(string id, string file, T content, JsonTypeInfo<T> type)
    {
        var path = Path.Combine(FolderOf(id), file);
        FileStreamOptions fileOptions = new() { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            fileOptions.UnixCreateMode = FileMode600;
        }

        try
        {
            using (FileStream stream = new($"{path}.new", fileOptions))
            {
                JsonSerializer.Serialize(stream, content, type);
                stream.Flush(flushToDisk: true);
            }

            File.Move($"{path}.new", path, overwrite: true);
        }
        catch (IOException)
        {
            // On a disk that is full, even half a file is in the way.
            File.Delete($"{path}.new");
            throw;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(2906, LogLevel.Warning, "The result of simulation {Id} is damaged: {Why}")]
        public static partial void Damaged(ILogger logger, string id, string why);
    }
}

/// <summary>A run on the shelf.</summary>
/// <param name="Id">The id.</param>
/// <param name="Spec">What it simulates; null when that cannot be read.</param>
/// <param name="State">Its state as kept.</param>
internal sealed record KeptRun(string Id, RunSpec? Spec, RunState State)
{
    /// <summary>Gets the time at which it was started, or the nearest that is known.</summary>
    public DateTimeOffset StartedAt => Spec?.StartedAt ?? State.ChangedAt;

    /// <summary>Gets a value indicating whether it can be continued.</summary>
    public bool CanContinue => Spec is not null && State.Phase is RunPhase.Stopped or RunPhase.Interrupted or RunPhase.Failed;
}
