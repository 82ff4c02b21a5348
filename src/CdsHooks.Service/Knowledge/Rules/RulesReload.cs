using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using CdsHooks.Service.Knowledge.Site;
using Microsoft.Extensions.Options;

namespace CdsHooks.Service.Knowledge.Rules;

/// <summary>Loads the rules before the service listens, and loads them again when their files change.</summary>
/// <remarks>
/// The files are read again at intervals rather than watched: notifications do not come from network file systems, and tell of a file
/// before it is written to its end.
/// </remarks>
internal sealed partial class RulesReload(IOptions<RulesOptions> options, IOptions<DiscoveryOptions> discovery, SiteEditing site, Func<RulesSource, RulesWatch> newWatch, ILogger<RulesReload> logger)
    : BackgroundService, IHostedLifecycleService
{
    private const double LeastSeconds = 0.01;

    private readonly List<RulesWatch> _watches = [];
    private readonly SemaphoreSlim _asked = new(0, 1);
    private readonly SemaphoreSlim _looking = new(1, 1);
    private PosixSignalRegistration? _hangup;

    public Task StartingAsync(CancellationToken cancellationToken)
    {
        _watches.AddRange(options.Value.Sources(discovery.Value.File, site.Folder).Select(newWatch));
        _watches.ForEach(watch => watch.Start());
        return Task.CompletedTask;
    }

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        // In a terminal, this signal means that its window was closed.
        if (!OperatingSystem.IsWindows() && Console.IsInputRedirected)
        {
            _hangup = PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
            {
                signal.Cancel = true;
                Ask();
            });
        }

        return Task.CompletedTask;
    }

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Dispose()
    {
        _hangup?.Dispose();
        base.Dispose();
        _asked.Dispose();
        _looking.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var interval = options.Value.ReloadSeconds > 0 ? TimeSpan.FromSeconds(Math.Max(options.Value.ReloadSeconds, LeastSeconds)) : Timeout.InfiniteTimeSpan;
        while (!stoppingToken.IsCancellationRequested)
        {
            var isAsked = await _asked.WaitAsync(interval, stoppingToken);
            await LookAtAllAsync(isAsked, stoppingToken);
        }
    }

    /// <summary>Looks at the files now and loads what has changed, so that whoever changed them sees it in force.</summary>
    public Task LookNowAsync(CancellationToken cancellationToken) => LookAtAllAsync(isAsked: true, cancellationToken);

    private async Task LookAtAllAsync(bool isAsked, CancellationToken cancellationToken)
    {
        await _looking.WaitAsync(cancellationToken);
        try
        {
            foreach (var watch in _watches)
            {
                await LookAsync(watch, isAsked, cancellationToken);
            }
        }
        finally
        {
            _looking.Release();
        }
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "A failure to look at the files must not stop the service.")]
    private async Task LookAsync(RulesWatch watch, bool isAsked, CancellationToken stoppingToken)
    {
        try
        {
            await watch.LookAsync(isAsked, stoppingToken);
        }
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
        {
            Log.Failed(logger, exception.GetType().FullName, exception.StackTrace);
        }
    }

    private void Ask()
    {
        try
        {
            _asked.Release();
        }
        catch (Exception exception) when (exception is SemaphoreFullException or ObjectDisposedException)
        {
            // Asked already, or the process ends.
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1210, LogLevel.Error, "Looking for changed rules failed with {ExceptionType} at {StackTrace}")]
        public static partial void Failed(ILogger logger, string? exceptionType, string? stackTrace);
    }
}
