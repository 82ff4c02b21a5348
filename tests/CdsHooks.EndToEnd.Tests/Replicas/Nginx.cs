using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Xunit;

namespace CdsHooks.EndToEnd.Tests.Replicas;

/// <summary>A real nginx with the configuration of docs/deploy/nginx.conf, on a free port, before replicas that may change.</summary>
/// <param name="certificate">The certificate for TLS; without one it speaks HTTP.</param>
/// <param name="passwords">The users and passwords of docs/deploy/nginx-workbench.conf, which is then served on a port of its own.</param>
internal sealed partial class Nginx(TestCertificate? certificate = null, string? passwords = null) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cdshooks-nginx-");
    private readonly int _port = FreePort();
    private readonly int _workbenchPort = FreePort();
    private Process? _process;

    public Uri Address => new(string.Create(CultureInfo.InvariantCulture, $"{(certificate is null ? "http://127.0.0.1" : "https://localhost")}:{_port}"));

    /// <summary>Gets the address of the workbench's own server.</summary>
    public Uri Workbench => new(string.Create(CultureInfo.InvariantCulture, $"https://localhost:{_workbenchPort}"));

    /// <summary>Gets a client with a connection for each call: an nginx that takes a new configuration closes idle ones, in the middle of what is sent on them.</summary>
    public HttpClient Client { get; } = new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.Zero });

    /// <summary>Passes calls to these replicas from now on; those on their way end where they are.</summary>
    public async Task UseAsync(IReadOnlyCollection<Uri> replicas)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "nginx.conf"), Main(), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "cdshooks.conf"), await SiteAsync(replicas), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "workbench.conf"), await WorkbenchSiteAsync(), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "cdshooks.htpasswd"), passwords, TestContext.Current.CancellationToken);
        if (_process is null)
        {
            // Started by root, nginx answers as another user, who reads the passwords.
            await Command.RunAsync("chmod", ["o+x", _folder.FullName]);
            Client.BaseAddress = Address;
            _process = Process.Start("nginx", ["-p", _folder.FullName, "-c", "nginx.conf"]);
            using var patience = new CancellationTokenSource(Patience);
            while (!await ListensAsync())
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), patience.Token);
            }
        }
        else
        {
            await SignalAsync("HUP", _process);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (_process is not null)
        {
            await SignalAsync("QUIT", _process);
            await _process.WaitForExitAsync(CancellationToken.None).WaitAsync(Patience);
            _process.Dispose();
        }

        _folder.Delete(recursive: true);
    }

    private string Main() =>
        $$"""
        daemon off;
        worker_processes 2;
        pid {{_folder.FullName}}/nginx.pid;
        error_log {{_folder.FullName}}/error.log crit;
        events { }
        http {
            client_body_temp_path {{_folder.FullName}}/body;
            proxy_temp_path {{_folder.FullName}}/proxy;
            fastcgi_temp_path {{_folder.FullName}}/fastcgi;
            uwsgi_temp_path {{_folder.FullName}}/uwsgi;
            scgi_temp_path {{_folder.FullName}}/scgi;
            include {{_folder.FullName}}/cdshooks.conf;
            include {{_folder.FullName}}/workbench.conf;
        }
        """;

    private async Task<string> SiteAsync(IReadOnlyCollection<Uri> replicas)
    {
        var site = await DeployedAsync("nginx.conf");
        var servers = string.Concat(replicas.Select(replica => $"    server {replica.Authority} max_fails=2 fail_timeout=2s;\n"));
        Assert.Equal(3, Server().Count(site));
        site = Server().Replace(site, string.Empty).Replace("least_conn;\n", $"least_conn;\n{servers}", StringComparison.Ordinal);
        return Here(certificate is null ? Tls().Replace(site, string.Empty).Replace("listen 443 ssl;", "listen 443;", StringComparison.Ordinal) : site, _port);
    }

    private async Task<string> WorkbenchSiteAsync() => passwords is null ? string.Empty : Here(await DeployedAsync("nginx-workbench.conf"), _workbenchPort);

    private static Task<string> DeployedAsync(string file) => File.ReadAllTextAsync(Path.Combine(Command.Root, "docs", "deploy", file), TestContext.Current.CancellationToken);

    private string Here(string site, int port)
    {
        Assert.Contains("listen 443", site, StringComparison.Ordinal);
        return site
            .Replace("listen 443", string.Create(CultureInfo.InvariantCulture, $"listen 127.0.0.1:{port}"), StringComparison.Ordinal)
            .Replace("/etc/nginx/cds.pem", certificate?.CertificateFile, StringComparison.Ordinal)
            .Replace("/etc/nginx/cds.key", certificate?.KeyFile, StringComparison.Ordinal)
            .Replace("/etc/nginx", _folder.FullName, StringComparison.Ordinal)
            .Replace("/var/log/nginx", _folder.FullName, StringComparison.Ordinal);
    }

    private async Task<bool> ListensAsync()
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, _port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static async Task SignalAsync(string signal, Process process)
    {
        var (exit, _) = await Command.RunAsync("bash", ["-c", string.Create(CultureInfo.InvariantCulture, $"kill -{signal} {process.Id}")]);
        Assert.Equal(0, exit);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    [GeneratedRegex(@"^ *server 10\.0\.0\.\d+:5080 .*\n", RegexOptions.Multiline, 1000)]
    private static partial Regex Server();

    [GeneratedRegex(@"^ *ssl_.*\n", RegexOptions.Multiline, 1000)]
    private static partial Regex Tls();
}
