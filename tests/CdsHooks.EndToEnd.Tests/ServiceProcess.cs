using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Xunit;

namespace CdsHooks.EndToEnd.Tests;

/// <summary>The built service as a process of its own, on a free port.</summary>
public sealed partial class ServiceProcess : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ConcurrentQueue<string> _output = new();
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Process _process = new();
    private readonly IReadOnlyList<(string Name, string Value)> _settings;

    public ServiceProcess()
        : this([])
    {
    }

    /// <summary>Initializes a new instance of the <see cref="ServiceProcess"/> class with settings over those of Development.</summary>
    internal ServiceProcess(IReadOnlyList<(string Name, string Value)> settings) => _settings = settings;

    public HttpClient Client { get; } = new(new SocketsHttpHandler());

    internal int Id => _process.Id;

    /// <summary>Gets what it has written so far.</summary>
    internal IReadOnlyCollection<string> Output => _output;

    public async ValueTask InitializeAsync()
    {
        // Without the signal, a limit on the size of files is an error to the one who writes, as a full disk is, and not the end of the process.
        _process.StartInfo = new ProcessStartInfo("bash", ["-c", "trap '' XFSZ; exec \"$@\"", "bash", "dotnet", Assembly, "--urls", "http://127.0.0.1:0"])
        {
            WorkingDirectory = Path.GetTempPath(),
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            Environment = { ["ASPNETCORE_ENVIRONMENT"] = "Development" },
        };
        foreach (var (name, value) in _settings)
        {
            _process.StartInfo.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        _process.EnableRaisingEvents = true;
        _process.OutputDataReceived += (_, line) => Note(line.Data);
        _process.ErrorDataReceived += (_, line) => Note(line.Data);
        _process.Exited += (_, _) => _address.TrySetException(new InvalidOperationException($"The service stopped:\n{string.Join('\n', _output)}"));
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();

        Client.BaseAddress = await _address.Task.WaitAsync(Patience);
        using var patience = new CancellationTokenSource(Patience);
        while (!(await Client.GetAsync(new Uri("/health/ready", UriKind.Relative), patience.Token)).IsSuccessStatusCode)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), patience.Token);
        }
    }

    /// <summary>Ends it with SIGKILL, which no process sees coming.</summary>
    internal async Task KillAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }
    }

    /// <summary>Asks it to stop, as a service manager does, and waits until it has.</summary>
    internal async Task StopAsync()
    {
        var (exit, _) = await Command.RunAsync("bash", ["-c", string.Create(CultureInfo.InvariantCulture, $"kill -TERM {_process.Id}")]);
        Assert.Equal(0, exit);
        await _process.WaitForExitAsync().WaitAsync(Patience);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await KillAsync();
        _process.Dispose();
    }

    /// <summary>The service beside these tests, in the same configuration.</summary>
    internal static string Assembly
    {
        get
        {
            var here = Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory);
            return Path.GetFullPath(Path.Combine(here, "..", "..", "CdsHooks.Service", Path.GetFileName(here), "CdsHooks.Service.dll"));
        }
    }

    private void Note(string? line)
    {
        _output.Enqueue(line ?? "");
        if (line is not null && Listening().Match(line) is { Success: true } match)
        {
            _address.TrySetResult(new Uri(match.Groups["address"].Value));
        }
    }

    [GeneratedRegex(@"Now listening on: (?<address>http://\S+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Listening();
}
