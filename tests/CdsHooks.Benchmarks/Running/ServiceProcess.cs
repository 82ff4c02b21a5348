using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace CdsHooks.Benchmarks.Running;

/// <summary>The built service in a process of its own, in Development, on a free port of this machine.</summary>
internal sealed class ServiceProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly SocketsHttpHandler _sockets = new() { UseProxy = false };

    private int _errors;

    private ServiceProcess(Process process, Uri address)
    {
        _process = process;
        Address = address;
        Client = new HttpClient(_sockets) { BaseAddress = address };
    }

    public HttpClient Client { get; }

    public Uri Address { get; }

    /// <summary>Gets the number of errors that it has logged.</summary>
    public int Errors => _errors;

    /// <summary>Gets the memory that it holds now, in bytes.</summary>
    public long MemoryBytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>Gets the processor time it has used so far, in milliseconds.</summary>
    public double ProcessorMilliseconds
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime.TotalMilliseconds;
        }
    }

    /// <summary>Starts it and waits until it is ready.</summary>
    /// <param name="service">Path of the built service.</param>
    /// <param name="arguments">Options.</param>
    public static async Task<ServiceProcess> StartAsync(string service, params string[] arguments)
    {
        var url = $"http://127.0.0.1:{FreePort()}";
        var start = new ProcessStartInfo(service) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };

        // A benchmark calls faster than a client may.
        string[] own = ["--urls", url, "--Logging:LogLevel:Default=Warning", "--Limits:CallsPerSecond=1000000", "--Limits:CallBurst=1000000"];
        foreach (var argument in own.Concat(arguments))
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        var process = Process.Start(start) ?? throw new InvalidOperationException("The service did not start.");
        process.ErrorDataReceived += (_, _) => { };
        var running = new ServiceProcess(process, new Uri(url));
        process.OutputDataReceived += (_, line) => running.Note(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await running.ReadyAsync();
        return running;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        _sockets.Dispose();
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private void Note(string? line)
    {
        if (line?.StartsWith("fail:", StringComparison.Ordinal) is true || line?.StartsWith("crit:", StringComparison.Ordinal) is true)
        {
            Interlocked.Increment(ref _errors);
        }
    }

    private async Task ReadyAsync()
    {
        while (!_process.HasExited)
        {
            try
            {
                using var response = await Client.GetAsync(new Uri("/health/ready", UriKind.Relative));
                if (response.StatusCode is HttpStatusCode.OK)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }

            await Task.Delay(50);
        }

        throw new InvalidOperationException("The service did not start.");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
