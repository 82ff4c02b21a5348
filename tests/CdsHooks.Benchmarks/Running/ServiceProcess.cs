using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace CdsHooks.Benchmarks.Running;

/// <summary>The built service in a process of its own, in Development, on a free port of this machine.</summary>
internal sealed class ServiceProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly SocketsHttpHandler _sockets = new() { UseProxy = false };

    private ServiceProcess(Process process, Uri address)
    {
        _process = process;
        Client = new HttpClient(_sockets) { BaseAddress = address };
    }

    public HttpClient Client { get; }

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
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var running = new ServiceProcess(process, new Uri(url));
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
