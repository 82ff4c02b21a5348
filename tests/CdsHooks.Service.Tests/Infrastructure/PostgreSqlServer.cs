using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace CdsHooks.Service.Tests.Infrastructure;

/// <summary>A PostgreSQL server (tests/postgresql) that is started by the first database asked for, and that a test may kill.</summary>
public sealed class PostgreSqlServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cdshooks-postgresql-");
    private readonly SemaphoreSlim _turn = new(1);
    private readonly ConcurrentQueue<string> _errors = new();
    private readonly int _port = FreePort();
    private Process? _process;
    private int _databases;

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

    /// <summary>Stops it at once, as if it had crashed.</summary>
    public async Task KillAsync()
    {
        if (_process is not { } process)
        {
            return;
        }

        _process = null;
        process.StandardInput.Close();
        await process.WaitForExitAsync().WaitAsync(Patience);
        process.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _turn.Dispose();
        _folder.Delete(recursive: true);
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private string ConnectionString(string database) =>
        string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={_port};Database={database};Username=postgres;Maximum Pool Size=10");

    private async Task<Process> RunAsync()
    {
        TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Process process = new()
        {
            StartInfo = new ProcessStartInfo(
                Path.Combine(Some.Repository, "tests", "postgresql", "serve"),
                [_folder.FullName, _port.ToString(CultureInfo.InvariantCulture)])
            {
                UseShellExecute = false,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
            EnableRaisingEvents = true,
        };
        process.OutputDataReceived += (_, line) => Ready(line.Data, ready);
        process.ErrorDataReceived += (_, line) => _errors.Enqueue(line.Data ?? "");
        process.Exited += (_, _) => ready.TrySetException(new InvalidOperationException($"PostgreSQL stopped; is it installed (tests/run)?\n{string.Join('\n', _errors)}"));
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await ready.Task.WaitAsync(Patience);
        return process;
    }

    private static void Ready(string? line, TaskCompletionSource ready)
    {
        if (line is not null)
        {
            ready.TrySetResult();
        }
    }
}
