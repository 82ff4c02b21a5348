using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Xunit;

namespace CdsHooks.EndToEnd.Tests.Replicas;

/// <summary>Replicas of the service behind nginx, and what an orchestrator does for them: calls go to those that say they are ready, and only to those.</summary>
internal sealed class Fleet : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly IReadOnlyList<(string Name, string Value)> _settings;
    private readonly ConcurrentDictionary<ServiceProcess, bool> _replicas = new();
    private readonly ConcurrentQueue<ServiceProcess> _started = new();
    private readonly ConcurrentQueue<string> _seen = new();
    private readonly CancellationTokenSource _over = new();
    private Task _watching = Task.CompletedTask;

    public Fleet(IReadOnlyList<(string Name, string Value)> settings) => _settings = settings;

    public Nginx Nginx { get; } = new();

    /// <summary>Gets the readiness reports that were seen, one of a kind.</summary>
    public IEnumerable<string> Seen => _seen.Distinct(StringComparer.Ordinal);

    /// <summary>Gets the lines that the replicas have written, those that were replaced included.</summary>
    public IEnumerable<string> Output => _started.SelectMany(replica => replica.Output);

    /// <summary>Gets the replicas that run.</summary>
    public IReadOnlyList<ServiceProcess> Replicas => [.. _replicas.Keys];

    /// <summary>Starts replicas at the same moment, and nginx before them.</summary>
    public async Task StartAsync(int count)
    {
        await Task.WhenAll(Enumerable.Range(0, count).Select(_ => AddAsync()));
        await UseReadyAsync();
        _watching = WatchAsync();
    }

    /// <summary>Starts one more replica, and waits until it is ready.</summary>
    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "All that were started are disposed of in the end.")]
    public async Task AddAsync()
    {
        var replica = new ServiceProcess(_settings);
        _started.Enqueue(replica);
        await replica.InitializeAsync();
        _replicas[replica] = false;
    }

    /// <summary>Asks a replica to stop, as an orchestrator does, and waits until it has.</summary>
    public async Task StopAsync(ServiceProcess replica)
    {
        await replica.StopAsync();
        _replicas.TryRemove(replica, out _);
    }

    /// <summary>Waits until every running replica gets calls.</summary>
    public async Task SeeAllUsedAsync()
    {
        while (_replicas.Values.Contains(false))
        {
            await Task.Delay(Interval, TestContext.Current.CancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await _watching;
        await Nginx.DisposeAsync();
        foreach (var replica in _started)
        {
            await replica.DisposeAsync();
        }

        _over.Dispose();
    }

    private async Task WatchAsync()
    {
        while (!_over.IsCancellationRequested)
        {
            await UseReadyAsync();
            await Task.Delay(Interval, CancellationToken.None);
        }
    }

    private async Task UseReadyAsync()
    {
        var isChanged = false;
        foreach (var replica in Replicas)
        {
            var isReady = await IsReadyAsync(replica);
            isChanged |= _replicas.TryUpdate(replica, isReady, !isReady);
        }

        if (isChanged)
        {
            await Nginx.UseAsync([.. _replicas.Where(replica => replica.Value).Select(replica => replica.Key.Client.BaseAddress!)]);
        }
    }

    private async Task<bool> IsReadyAsync(ServiceProcess replica)
    {
        try
        {
            using var response = await replica.Client.GetAsync(new Uri("/health/ready", UriKind.Relative));
            _seen.Enqueue($"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
            return response.IsSuccessStatusCode;
        }
        catch (Exception exception) when (exception is HttpRequestException or ObjectDisposedException or InvalidOperationException)
        {
            return false;
        }
    }
}
