using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Playwright;
using Xunit;

namespace CdsHooks.EndToEnd.Tests.Browser;

/// <summary>One page in a browser that was never here before, with all that went wrong in it.</summary>
internal sealed class Visit : IAsyncDisposable
{
    private static readonly string Screenshots = Path.Combine(Command.Root, ".artifacts", "screenshots");

    private readonly ConcurrentQueue<string> _complaints = new();
    private readonly IBrowserContext _context;
    private readonly HashSet<string> _hosts;
    private readonly Look _look;

    private Visit(IBrowserContext context, IPage page, Look look, HashSet<string> hosts)
    {
        (_context, Page, _look, _hosts) = (context, page, look, hosts);
        context.Request += (_, request) => NoteForeign(request);
        context.Response += (_, response) => NoteFailure(response);
        page.Console += (_, message) => NoteMessage(message);
        page.PageError += (_, error) => _complaints.Enqueue($"A script failed: {error}");
    }

    public IPage Page { get; }

    public IBrowserContext Context => _context;

    public static async Task<Visit> BeginAsync(IBrowser browser, Look look, Uri service, Uri? alsoAllowed)
    {
        var context = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = service.ToString(),

            // Certificates of the tests vouch for themselves.
            IgnoreHTTPSErrors = true,
            ColorScheme = look.Theme,
            JavaScriptEnabled = look.RunsScripts,
            ReducedMotion = ReducedMotion.Reduce,
            ViewportSize = new ViewportSize { Width = look.Width, Height = look.Height },
        });
        context.SetDefaultTimeout(Chromium.LongestWait);
        return new Visit(context, await context.NewPageAsync(), look, [service.Authority, (alsoAllowed ?? service).Authority]);
    }

    /// <summary>Opens a page of the service.</summary>
    /// <param name="path">The path and query.</param>
    /// <param name="status">The status that it must have.</param>
    public async Task OpenAsync(string path, int status = 200)
    {
        var response = await Page.GotoAsync(path);
        Assert.Equal(status, response!.Status);
    }

    /// <summary>Fails when the page as it is now has a serious finding of axe-core or scrolls sideways, or when anything went wrong so far.</summary>
    public async Task SeeNothingWrongAsync()
    {
        AssertNone([.. await Axe.ViolationsAsync(Page), .. await WiderThanTheWindowAsync(), .. _complaints]);
    }

    /// <summary>Fails when a foreign host was asked, an address could not be had, or the console has an error, such as a violation of the Content-Security-Policy.</summary>
    public void AssertNothingWentWrong() => AssertNone([.. _complaints]);

    /// <summary>Leaves a picture of the whole page in .artifacts/screenshots.</summary>
    /// <param name="name">The name of the page; theme and width are added.</param>
    public Task ShootAsync(string name) =>
        Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Screenshots, $"{name}-{_look}.png"), FullPage = true });

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();

    private void AssertNone(IReadOnlyList<string> findings) => Assert.True(findings.Count is 0, $"{Page.Url} ({_look}):\n{string.Join('\n', findings)}");

    /// <summary>Names what stands out to the right of the window; empty when the page does not scroll sideways.</summary>
    private async Task<IReadOnlyList<string>> WiderThanTheWindowAsync() => await Page.EvaluateAsync<string[]>(
        """
        () => {
          const width = document.documentElement.clientWidth;
          if (document.documentElement.scrollWidth <= width) return [];
          return [...document.body.querySelectorAll('*')].filter(one => one.getBoundingClientRect().right > width + 1)
            .map(one => `${one.localName}.${one.getAttribute('class') ?? ''} reaches to ${Math.round(one.getBoundingClientRect().right)} of ${width}`)
            .concat('the page scrolls sideways');
        }
        """);

    private void NoteForeign(IRequest request)
    {
        var address = new Uri(request.Url);
        if (address.Scheme is not "data" and not "blob" and not "about" && !_hosts.Contains(address.Authority))
        {
            _complaints.Enqueue($"A foreign host was asked: {request.Method} {request.Url}");
        }
    }

    // The status of a page itself is what its test expects.
    private void NoteFailure(IResponse response)
    {
        if (response.Status >= 400 && !response.Request.IsNavigationRequest)
        {
            _complaints.Enqueue(string.Create(CultureInfo.InvariantCulture, $"{response.Status}: {response.Request.Method} {response.Url}"));
        }
    }

    private void NoteMessage(IConsoleMessage message)
    {
        // What could not be loaded is noted with its address.
        if (message.Type is "error" && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal))
        {
            _complaints.Enqueue($"The console says: {message.Text}");
        }
    }
}
