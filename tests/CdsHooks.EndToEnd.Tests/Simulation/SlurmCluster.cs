using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace CdsHooks.EndToEnd.Tests.Simulation;

/// <summary>A real Slurm (tests/slurm) of one controller and the nodes n1, n2 and n3, all on this machine.</summary>
internal sealed class SlurmCluster : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cdshooks-slurm-");
    private Process? _process;

    /// <summary>Gets what makes Slurm's commands speak to this cluster.</summary>
    public (string Name, string Value) Configuration => ("SLURM_CONF", Path.Combine(_folder.FullName, "slurm.conf"));

    /// <summary>Starts it and waits until the nodes are idle.</summary>
    public async Task StartAsync()
    {
        _process = Process.Start(new ProcessStartInfo(
            Path.Combine(Command.Root, "tests", "slurm", "serve"), [_folder.FullName, .. FreePorts(4).Select(port => port.ToString(CultureInfo.InvariantCulture))])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        await ReadAsync("ready");
    }

    /// <summary>Ends a node, its daemon and all that runs on it, with SIGKILL.</summary>
    public async Task KillAsync(string node)
    {
        await _process!.StandardInput.WriteLineAsync($"kill {node}");
        await ReadAsync($"kill {node}");
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            _process.StandardInput.Close();
            await _process.WaitForExitAsync().WaitAsync(Patience);
            _process.Dispose();
        }

        _folder.Delete(recursive: true);
    }

    private static List<int> FreePorts(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        listeners.ForEach(listener => listener.Start());
        List<int> ports = [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        listeners.ForEach(listener => listener.Dispose());
        return ports;
    }

    private async Task ReadAsync(string expected)
    {
        var line = await _process!.StandardOutput.ReadLineAsync().WaitAsync(Patience);
        if (!string.Equals(line, expected, StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"Slurm said {line ?? "nothing"} and not {expected}; is it installed (tests/run)?");
        }
    }
}
