using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using Npgsql;

namespace CdsHooks.Service.Tests.Infrastructure;

/// <summary>A PostgreSQL server (tests/postgresql) that is started by the first database asked for, and that a test may stop, kill or hold.</summary>
public sealed class PostgreSqlServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cdshooks-postgresql-");
    private readonly SemaphoreSlim _turn = new(1);
    private readonly ConcurrentQueue<string> _errors = new();
    private readonly Channel<string> _words = Channel.CreateUnbounded<string>();
    private Process? _process;
    private int _databases;

    /// <summary>Gets its port on this machine.</summary>
    public int Port { get; } = FreePort();

    /// <summary>Makes an empty database.</summary>
    /// <returns>Its connection string.</returns>
    public async Task<string> NewDatabaseAsync()
    {
        await StartAsync();
        var name = string.Create(CultureInfo.InvariantCulture, $"test{Interlocked.Increment(ref _databases)}");
        await using NpgsqlConnection connection = new($"{ConnectionString("postgres")};Pooling=false");
        await connection.OpenAsync();
        await connection.ExecuteSqlAsync($"CREATE DATABASE {name}");
        return ConnectionString(name);
    }

    /// <summary>Starts it, unless it runs.</summary>
    public async Task StartAsync()
    {
        await _turn.WaitAsync();
        try
        {
            _process ??= await RunAsync();
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Ends it as if it had crashed.</summary>
    public Task CrashAsync() => EndAsync(input => input.Close());

    /// <summary>Ends it in good order: it lets nobody in any more, and breaks the connections that there are.</summary>
    public Task StopAsync() => EndAsync(input => input.WriteLine("stop"));

    /// <summary>Ends all of its processes with SIGKILL.</summary>
    public Task KillAsync() => EndAsync(input => input.WriteLine("kill"));

    /// <summary>Holds all of its processes: connections stay, and nothing is answered.</summary>
    public Task FreezeAsync() => SayAsync("freeze");

    /// <summary>Makes every write to its files fail, as on a full disk, until it is started anew.</summary>
    public Task FillAsync() => SayAsync("fill");

    public Task ThawAsync() => SayAsync("thaw");

    public async ValueTask DisposeAsync()
    {
        await CrashAsync();
        _turn.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task EndAsync(Action<StreamWriter> tell)
    {
        if (_process is not { } process)
        {
            return;
        }

        _process = null;
        tell(process.StandardInput);
        await process.WaitForExitAsync().WaitAsync(Patience);
        process.Dispose();
    }

    private async Task SayAsync(string word)
    {
        await _process!.StandardInput.WriteLineAsync(word);
        while (!string.Equals(await _words.Reader.ReadAsync().AsTask().WaitAsync(Patience), word, StringComparison.Ordinal))
        {
            // What it said before.
        }
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private string ConnectionString(string database) =>
        string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={Port};Database={database};Username=postgres;Maximum Pool Size=10");

    private async Task<Process> RunAsync()
    {
        TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Process process = new()
        {
            StartInfo = new ProcessStartInfo(
                Path.Combine(Some.Repository, "tests", "postgresql", "serve"),
                [_folder.FullName, Port.ToString(CultureInfo.InvariantCulture)])
            {
                UseShellExecute = false,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
            EnableRaisingEvents = true,
        };
        process.OutputDataReceived += (_, line) => Note(line.Data, ready);
        process.ErrorDataReceived += (_, line) => _errors.Enqueue(line.Data ?? "");
        process.Exited += (_, _) => ready.TrySetException(new InvalidOperationException($"PostgreSQL stopped; is it installed (tests/run)?\n{string.Join('\n', _errors)}"));
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await ready.Task.WaitAsync(Patience);
        return process;
    }

    private void Note(string? line, TaskCompletionSource ready)
    {
        if (line is not null)
        {
            _words.Writer.TryWrite(line);
            ready.TrySetResult();
        }
    }
}
