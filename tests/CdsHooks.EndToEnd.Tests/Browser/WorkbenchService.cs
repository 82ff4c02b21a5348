using Xunit;

namespace CdsHooks.EndToEnd.Tests.Browser;

/// <summary>The service as a developer starts it, with its workbench and a store of its own.</summary>
public sealed class WorkbenchService : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cdshooks-workbench-");
    private readonly ServiceProcess _process;

    public WorkbenchService()
        : this([])
    {
    }

    private WorkbenchService(IEnumerable<(string Name, string Value)> settings) =>
        _process = new ServiceProcess([("Store:ConnectionString", $"Data Source={Path.Combine(_folder.FullName, "store.db")}"), ("Rules:SiteDirectory", Path.Combine(_folder.FullName, "site")), .. settings]);

    internal ServiceProcess Process => _process;

    internal HttpClient Client => _process.Client;

    internal Uri Address => _process.Client.BaseAddress!;

    /// <summary>Gets the folder that its store is in, and that is deleted with it.</summary>
    internal string Folder => _folder.FullName;

    /// <summary>Starts one for a single test, with settings over those of Development.</summary>
    internal static async Task<WorkbenchService> StartAsync(params (string Name, string Value)[] settings)
    {
        WorkbenchService service = new(settings);
        await service.InitializeAsync();
        return service;
    }

    public ValueTask InitializeAsync() => _process.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
