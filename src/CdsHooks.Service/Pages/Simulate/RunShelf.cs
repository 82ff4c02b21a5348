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
internal sealed class RunShelf(IOptions<WorkbenchOptions> options, IOptions<StoreOptions> store, IHostEnvironment environment)
{
    /// <summary>The number of runs that are kept at most.</summary>
    public const int MaxRuns = 50;

    private const string Shown = "the result";
    private const string SpecFile = "run.json";
    private const string StateFile = "state.json";
    private const string DemoFolder = "demo";
    private const int IdBytes = 8;
    private const UnixFileMode FileMode600 = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode FolderMode700 = FileMode600 | UnixFileMode.UserExecute;

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
    public SimulationReport ReportOf(string id) => Guarded(() => ReportReader.Read(ResultOf(id), Shown));

    /// <summary>Opens the result of a run, to read its flips.</summary>
    /// <exception cref="InvalidInputException">The file is not there, cannot be read, or was cut.</exception>
    public ResultReader Open(string id) => Guarded(() => ResultReader.Open(ResultOf(id), Shown));

    /// <summary>Lists the runs, newest first.</summary>
    public IReadOnlyList<KeptRun> List() => !Directory.Exists(_folder)
        ? []
        : [.. Directory.EnumerateDirectories(_folder).Select(folder => Find(Path.GetFileName(folder))).OfType<KeptRun>().OrderByDescending(run => run.StartedAt)];

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
            : new KeptRun(id, spec, state);
    }

    /// <summary>Makes the folder of a new run.</summary>
    public void Add(RunSpec spec, RunState state)
    {
        CreateFolder(_folder);
        CreateFolder(FolderOf(spec.Id));
        Write(spec.Id, SpecFile, spec, RunJson.Default.RunSpec);
        Save(spec.Id, state);
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

    private static T Guarded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException("The file of the result cannot be read.");
        }
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

        using (FileStream stream = new($"{path}.new", fileOptions))
        {
            JsonSerializer.Serialize(stream, content, type);
            stream.Flush(flushToDisk: true);
        }

        File.Move($"{path}.new", path, overwrite: true);
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
