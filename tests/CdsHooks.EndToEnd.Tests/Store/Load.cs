using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using CdsHooks.Service.Tests.Infrastructure;
using Xunit;

namespace CdsHooks.EndToEnd.Tests.Store;

/// <summary>Several senders that put feedback and calls to a service until they are stopped, and keep what they were told.</summary>
internal sealed class Load : IAsyncDisposable
{
    private const int Senders = 4;
    private const int CardsOfOne = 5;

    private static int _cards;

    private readonly Ehr _ehr;
    private readonly ServiceProcess _service;
    private readonly CancellationTokenSource _over = new();
    private readonly ConcurrentQueue<string> _acknowledged = new();
    private readonly ConcurrentQueue<string> _wrong = new();
    private readonly List<Task> _senders;
    private int _answered;
    private int _turnedAway;

    public Load(Ehr ehr, ServiceProcess service)
    {
        _ehr = ehr;
        _service = service;
        _senders = [.. Enumerable.Range(0, Senders).Select(_ => SendAsync())];
    }

    /// <summary>Gets the cards whose feedback was answered with 200.</summary>
    public IReadOnlyCollection<string> Acknowledged => _acknowledged;

    /// <summary>Waits until so many more calls are answered.</summary>
    public Task SeeCallsAsync(int more)
    {
        var before = Volatile.Read(ref _answered);
        return Eventually.SeeAsync(() => Task.FromResult(Volatile.Read(ref _answered)), answered => answered >= before + more);
    }

    /// <summary>Waits until feedback about so many more cards is taken.</summary>
    public Task SeeFeedbackTakenAsync(int more)
    {
        var before = _acknowledged.Count;
        return Eventually.SeeAsync(() => Task.FromResult(_acknowledged.Count), acknowledged => acknowledged >= before + more);
    }

    /// <summary>Waits until feedback is turned away once more.</summary>
    public Task SeeFeedbackTurnedAwayAsync()
    {
        var before = Volatile.Read(ref _turnedAway);
        return Eventually.SeeAsync(() => Task.FromResult(Volatile.Read(ref _turnedAway)), turnedAway => turnedAway > before);
    }

    /// <summary>Stops the senders, and asserts that they were told nothing else than what they may be told.</summary>
    public async Task StopAsync()
    {
        await _over.CancelAsync();
        await Task.WhenAll(_senders);
        Assert.Empty(_wrong);
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await Task.WhenAll(_senders);
        _over.Dispose();
    }

    private async Task SendAsync()
    {
        while (!_over.IsCancellationRequested)
        {
            try
            {
                await SendFeedbackAsync();
                var status = await _ehr.CallAsync(_service);
                if (status is HttpStatusCode.OK)
                {
                    Interlocked.Increment(ref _answered);
                }
                else
                {
                    _wrong.Enqueue($"A call was answered {status}.");
                }
            }
            catch (HttpRequestException)
            {
                // The service was killed.
                return;
            }
        }
    }

    private async Task SendFeedbackAsync()
    {
        List<string> cards = [.. Enumerable.Range(0, CardsOfOne).Select(_ => string.Create(CultureInfo.InvariantCulture, $"0a1b2c3d-0000-4000-8000-{Interlocked.Increment(ref _cards):x12}"))];
        using var response = await _ehr.SendFeedbackAsync(_service, cards);
        switch (response.StatusCode)
        {
            case HttpStatusCode.OK:
                cards.ForEach(_acknowledged.Enqueue);
                break;
            case HttpStatusCode.ServiceUnavailable when response.Headers.RetryAfter is not null:
                Interlocked.Increment(ref _turnedAway);
                break;
            default:
                _wrong.Enqueue($"Feedback was answered {response.StatusCode}.");
                break;
        }
    }
}
