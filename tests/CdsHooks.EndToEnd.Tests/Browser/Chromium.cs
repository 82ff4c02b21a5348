using System.Reflection;
using Microsoft.Playwright;
using Xunit;

namespace CdsHooks.EndToEnd.Tests.Browser;

/// <summary>Debian's Chromium without a window, driven by Playwright.</summary>
public sealed class Chromium : IAsyncLifetime
{
    /// <summary>The longest wait for a page, in milliseconds: tests run side by side, on machines that may be busy.</summary>
    internal const float LongestWait = 60_000;

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        Environment.SetEnvironmentVariable("PLAYWRIGHT_DRIVER_SEARCH_PATH", Package);
        _playwright = await Playwright.CreateAsync();
        Assertions.SetDefaultExpectTimeout(LongestWait);
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Executable(),

            // Chromium has no sandbox for root.
            ChromiumSandbox = !Environment.IsPrivilegedProcess,
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }

    /// <summary>Opens an empty page that has no cookies.</summary>
    /// <param name="service">The address of the service that is visited.</param>
    /// <param name="look">How the page is looked at; a wide, light one unless given.</param>
    /// <param name="alsoAllowed">Another host that may be asked; none unless given.</param>
    internal Task<Visit> VisitAsync(Uri service, Look? look = null, Uri? alsoAllowed = null) =>
        Visit.BeginAsync(_browser!, look ?? Look.Usual, service, alsoAllowed);

    /// <summary>Gets the folder of Playwright's package, which brings a Node.js.</summary>
    internal static string Package =>
        typeof(Chromium).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(one => one.Key is "PlaywrightPackage").Value!;

    private static string Executable() =>
        Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).Select(folder => Path.Combine(folder, "chromium")).FirstOrDefault(File.Exists)
        ?? throw new InvalidOperationException("Chromium is not installed: run tests/run, or 'apt-get install chromium'.");
}
