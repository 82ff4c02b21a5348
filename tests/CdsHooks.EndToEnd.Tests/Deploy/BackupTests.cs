using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;
using CdsHooks.Service.Tests.Infrastructure;
using Microsoft.Data.Sqlite;
using Npgsql;
using Xunit;

namespace CdsHooks.EndToEnd.Tests.Deploy;

/// <summary>Backup and restore by the very lines of docs/operations.md, while calls are being answered.</summary>
public sealed partial class BackupTests : IDisposable
{
    private const string PublicUrl = "https://cds.hospital.example";

    private static readonly string Page = File.ReadAllText(Path.Combine(Command.Root, "docs", "operations.md"));

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cdshooks-backup-");
    private readonly RegisteredClient _client = new();

    [Fact]
    public async Task A_SQLite_store_is_backed_up_while_serving_and_restored()
    {
        var store = Directory.CreateDirectory(Path.Combine(_folder.FullName, "store")).FullName;
        var connection = $"Data Source={Path.Combine(store, "cdshooks.db")}";
        string used;
        await using (var service = await StartAsync(connection))
        {
            used = await CallUntilRecordedAsync(service, () => CountAsync(connection));
            await WhileCallingAsync(service, () => RunAsync("sqlite backup", store));
        }

        // Everything is lost but the used tokens, and something else is in the way.
        foreach (var file in Directory.GetFiles(store).Where(file => !file.Contains(".tokens.", StringComparison.Ordinal)))
        {
            await File.WriteAllTextAsync(file, "rubbish", TestContext.Current.CancellationToken);
        }

        await RunAsync("sqlite restore", store);

        await AssertRestoredAsync(connection, used, () => CountAsync(connection));
        static async Task<long> CountAsync(string connection)
        {
            await using SqliteConnection database = new($"{connection};Pooling=False");
            await database.OpenAsync();
            await using var command = database.CreateCommand();
            command.CommandText = "SELECT COUNT(*) FROM decision";
            return Convert.ToInt64(await command.ExecuteScalarAsync(), System.Globalization.CultureInfo.InvariantCulture);
        }
    }

    [Fact]
    public async Task A_PostgreSQL_store_is_backed_up_while_serving_and_restored()
    {
        await using var server = new PostgreSqlServer();
        var before = await server.NewDatabaseAsync();
        var after = await server.NewDatabaseAsync();
        string used;
        await using (var service = await StartAsync(before))
        {
            used = await CallUntilRecordedAsync(service, () => CountAsync(before));
            await WhileCallingAsync(service, () => RunAsync("postgresql backup", AddressOf(before)));
        }

        await RunAsync("postgresql restore", AddressOf(after));

        await AssertRestoredAsync(after, used, () => CountAsync(after));

        // A second time over what is there.
        await RunAsync("postgresql restore", AddressOf(after));
        await AssertRestoredAsync(after, used, () => CountAsync(after));
        static async Task<long> CountAsync(string connection)
        {
            await using NpgsqlConnection database = new($"{connection};Pooling=false");
            await database.OpenAsync();
            await using var command = database.CreateCommand();
            command.CommandText = "SELECT COUNT(*) FROM decision";
            return Convert.ToInt64(await command.ExecuteScalarAsync(), System.Globalization.CultureInfo.InvariantCulture);
        }
    }

    public void Dispose()
    {
        _client.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task<ServiceProcess> StartAsync(string connection)
    {
        var service = new ServiceProcess(_client.Settings(PublicUrl, ("Store:ConnectionString", connection)));
        await service.InitializeAsync();
        return service;
    }

    /// <summary>Calls a few times, and waits until the decisions are stored.</summary>
    /// <returns>A token that has been used.</returns>
    private async Task<string> CallUntilRecordedAsync(ServiceProcess service, Func<Task<long>> count)
    {
        var token = "";
        for (var call = 0; call < 5; call++)
        {
            token = _client.Token(PublicUrl);
            using var response = await RegisteredClient.CallAsync(service.Client, token);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }

        await Eventually.SeeAsync(count, decisions => decisions >= 5);
        return token;
    }

    private async Task WhileCallingAsync(ServiceProcess service, Func<Task> run)
    {
        using var done = new CancellationTokenSource();
        var calls = Task.Run(async () =>
        {
            while (!done.IsCancellationRequested)
            {
                using var response = await RegisteredClient.CallAsync(service.Client, _client.Token(PublicUrl));
                Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            }
        }, TestContext.Current.CancellationToken);
        await run();
        await done.CancelAsync();
        await calls;
    }

    /// <summary>The decisions are there, and so is the memory of used tokens; new ones are recorded.</summary>
    private async Task AssertRestoredAsync(string connection, string used, Func<Task<long>> count)
    {
        var restored = await count();
        Assert.True(restored >= 5, $"{restored} decisions");
        await using var service = await StartAsync(connection);
        using var again = await RegisteredClient.CallAsync(service.Client, used);
        using var fresh = await RegisteredClient.CallAsync(service.Client, _client.Token(PublicUrl));

        Assert.Equal(HttpStatusCode.Unauthorized, again.StatusCode);
        Assert.Equal(HttpStatusCode.OK, fresh.StatusCode);
        await Eventually.SeeAsync(count, decisions => decisions > restored);
        Assert.Contains("\"ready\"", await service.Client.GetStringAsync(new Uri("/health/ready", UriKind.Relative), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    /// <summary>Runs the lines that the page names, with the places of this test.</summary>
    private async Task RunAsync(string name, string store)
    {
        var lines = Tried().Matches(Page).Single(match => string.Equals(match.Groups["name"].Value, name, StringComparison.Ordinal)).Groups["lines"].Value
            .Replace("/var/lib/cdshooks", store, StringComparison.Ordinal)
            .Replace("/var/backups", _folder.FullName, StringComparison.Ordinal);
        var start = new ProcessStartInfo("bash", ["-c", $"set -e\nexec 2>&1\n{lines}"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            Environment = { ["CDSHOOKS_DB"] = store },
        };
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.True(process.ExitCode == 0, output);
        Assert.True(output.Trim() is "" or "ok", output);
    }

    private static string AddressOf(string connection)
    {
        NpgsqlConnectionStringBuilder parts = new(connection);
        return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"postgresql://{parts.Username}@{parts.Host}:{parts.Port}/{parts.Database}");
    }

    [GeneratedRegex(@"<!-- tried: (?<name>[^>]+) -->\n```bash\n(?<lines>.*?)```", RegexOptions.ExplicitCapture | RegexOptions.Singleline, 1000)]
    private static partial Regex Tried();
}
