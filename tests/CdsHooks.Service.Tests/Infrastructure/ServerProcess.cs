using System.Collections.Concurrent;
using System.Diagnostics;

namespace CdsHooks.Service.Tests.Infrastructure;

/// <summary>A server under tests/ that Node.js starts: its first line of output is its address, and it ends when its input does.</summary>
/// <param name="folder">The folder under tests/ that holds it.</param>
/// <param name="script">The script in that folder.</param>
internal sealed class ServerProcess(string folder, string script) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process = new();
    private readonly ConcurrentQueue<string> _errors = new();
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task<Uri>? _started;

    /// <summary>Starts it the first time, so that a run without its tests does not pay for it.</summary>
    public Task<Uri> StartedAsync() => _started ??= StartAsync();

    public async ValueTask DisposeAsync()
    {
        if (_started is not null && !_process.HasExited)
        {
            _process.StandardInput.Close();
            try
            {
                await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(10));
            }
            catch (TimeoutException)
            {
                _process.Kill(entireProcessTree: true);
            }
        }

        _process.Dispose();
    }

    private async Task<Uri> StartAsync()
    {
        var home = Path.Combine(Some.Repository, "tests", folder);
        if (!Directory.Exists(Path.Combine(home, "node_modules")))
        {
            throw new InvalidOperationException($"The server is not installed: run tests/run, or 'npm ci' in tests/{folder}.");
        }

        _process.StartInfo = new ProcessStartInfo("node", [script, "--until-stdin-ends"])
        {
            WorkingDirectory = home,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        _process.EnableRaisingEvents = true;
        _process.OutputDataReceived += (_, line) => NoteAddress(line.Data);
        _process.ErrorDataReceived += (_, line) => _errors.Enqueue(line.Data ?? "");
        _process.Exited += (_, _) => _address.TrySetException(new InvalidOperationException($"tests/{folder} stopped:\n{string.Join('\n', _errors)}"));
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        return await _address.Task.WaitAsync(Patience);
    }

    private void NoteAddress(string? line)
    {
        if (line is not null)
        {
            _address.TrySetResult(new Uri(line));
        }
    }
}
