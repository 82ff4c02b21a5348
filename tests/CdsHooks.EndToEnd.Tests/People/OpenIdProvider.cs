using System.Diagnostics;
using System.Runtime.InteropServices;
using CdsHooks.EndToEnd.Tests.Browser;
using Xunit;

namespace CdsHooks.EndToEnd.Tests.People;

/// <summary>An OpenID Connect provider that is not ours (tests/openid), run by the Node.js that Playwright brings.</summary>
/// <param name="certificate">The certificate for TLS; without one it speaks HTTP.</param>
internal sealed class OpenIdProvider(TestCertificate? certificate = null) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process = new();

    public Uri Address { get; private set; } = new("about:blank");

    /// <summary>Gets the settings of a service whose people sign in here.</summary>
    public IReadOnlyList<(string Name, string Value)> Settings =>
    [
        ("Workbench:OpenIdConnect:Authority", Address.GetLeftPart(UriPartial.Authority)),
        ("Workbench:OpenIdConnect:ClientId", "cdshooks"),
        ("Workbench:OpenIdConnect:ClientSecret", "only-for-tests"),
        ("Workbench:OpenIdConnect:Scopes:0", "roles"),
        ("Workbench:OpenIdConnect:AllowPrivateAddress", "true"),
        ("Workbench:ReaderRoles:0", "cds-readers"),
        ("Workbench:EditorRoles:0", "cds-rule-editors"),
    ];

    public static async Task<OpenIdProvider> StartAsync(TestCertificate? certificate = null)
    {
        OpenIdProvider provider = new(certificate);
        await provider.StartAsync();
        return provider;
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync(CancellationToken.None).WaitAsync(Patience);
        _process.Dispose();
    }

    private async Task StartAsync()
    {
        var home = Path.Combine(Command.Root, "tests", "openid");
        Assert.True(Directory.Exists(Path.Combine(home, "node_modules")), "The provider is not installed: run tests/run, or 'npm ci' in tests/openid.");
        IEnumerable<string> tls = certificate is null ? [] : ["--tls-certificate", certificate.CertificateFile, "--tls-key", certificate.KeyFile];
        _process.StartInfo = new ProcessStartInfo(Node, ["server.mjs", "--until-stdin-ends", .. tls])
        {
            WorkingDirectory = home,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        _process.Start();

        // It warns that it keeps everything in memory, as it should here.
        _process.BeginErrorReadLine();
        Address = new Uri((await _process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Patience))!);
    }

    private static string Node =>
        Path.Combine(Chromium.Package, ".playwright", "node", RuntimeInformation.OSArchitecture is Architecture.Arm64 ? "linux-arm64" : "linux-x64", "node");
}
