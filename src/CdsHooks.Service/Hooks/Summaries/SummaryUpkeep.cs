using System.Diagnostics.CodeAnalysis;
using CdsHooks.Service.Host.Store;

namespace CdsHooks.Service.Hooks.Summaries;

/// <summary>Keeps the counts of the days true: counts days that are not counted, have other rows than were counted, or have got feedback since.</summary>
/// <remarks>Several processes may do so at once, and any may stop at any time: a day is replaced as a whole, and counted again when it is not right.</remarks>
internal sealed partial class SummaryUpkeep(SummaryLog log, IHostApplicationLifetime lifetime, TimeProvider clock, ILogger<SummaryUpkeep> logger) : BackgroundService
{
    private static readonly TimeSpan BetweenRounds = TimeSpan.FromMinutes(5);

    // More than the clocks of two replicas differ.
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(10);

    private readonly Lock _change = new();
    private Task _round = Task.CompletedTask;
    private volatile int _daysLeft;

    /// <summary>Counts what is not counted yet.</summary>
    /// <param name="patience">The time for which the caller waits; the counting goes on without it.</param>
    /// <param name="cancellationToken">Cancelled when the caller no longer waits.</param>
    /// <returns>The number of days that are still to be counted; 0 when everything is counted.</returns>
    /// <exception cref="StoreUnavailableException">The store is unavailable.</exception>
    public async Task<int> CatchUpAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        try
        {
            // A round that runs already may have missed what came last.
            var (running, next) = Begin();
            await running.WaitAsync(patience, clock, cancellationToken);
            await (next ?? Begin().Round).WaitAsync(patience, clock, cancellationToken);
            return 0;
        }
        catch (TimeoutException)
        {
            return Math.Max(1, _daysLeft);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(BetweenRounds, clock);
        do
        {
            await TryAsync(stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>Starts a round, unless one runs.</summary>
    /// <returns>The round that runs, and null; or the new one twice.</returns>
    private (Task Round, Task? New) Begin()
    {
        lock (_change)
        {
            if (!_round.IsCompleted)
            {
                return (_round, null);
            }

            _round = Task.Run(() => RunAsync(lifetime.ApplicationStopping), CancellationToken.None);
            return (_round, _round);
        }
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        var startedAt = clock.GetUtcNow();
        var counted = await log.ReadDaysAsync(cancellationToken);
        var stale = await FindStaleAsync(counted, cancellationToken);
        var rows = await log.ReadRowsByDayAsync(cancellationToken);

        // Marked first: should this end halfway, they are counted by whoever comes next.
        await log.MarkStaleAsync(stale, cancellationToken);
        await log.RemoveAsync([.. counted.Select(day => day.Day).Where(day => !rows.ContainsKey(day))], cancellationToken);
        var right = counted.Where(day => !stale.Contains(day.Day) && rows.GetValueOrDefault(day.Day) == day.Rows).Select(day => day.Day).ToHashSet();
        List<long> missing = [.. rows.Keys.Where(day => !right.Contains(day)).OrderDescending()];
        foreach (var (index, day) in missing.Index())
        {
            _daysLeft = missing.Count - index;
            var (read, summary) = await log.CountAsync(day, cancellationToken);
            await log.WriteAsync(new CountedDay(day, startedAt, read), summary, cancellationToken);
        }

        _daysLeft = 0;
    }

    private async Task<HashSet<long>> FindStaleAsync(List<CountedDay> counted, CancellationToken cancellationToken)
    {
        if (counted.Count == 0)
        {
            return [];
        }

        // All days of a round carry its start, so the latest start is that of the last round, and what came before it was looked at by that.
        var since = counted.Max(day => day.CountedAt) - Skew;
        var fed = await log.ReadDaysWithFeedbackAsync(since, cancellationToken);
        return [.. counted.Where(day => fed.TryGetValue(day.Day, out var at) && at >= day.CountedAt - Skew).Select(day => day.Day)];
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Counts that cannot be made must not stop the service.")]
    private async Task TryAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Begin().Round.WaitAsync(stoppingToken);
        }
        catch (StoreUnavailableException)
        {
            // The maintenance of the store reports it; the next round tries again.
        }
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
        {
            Log.Failed(logger, exception.GetType().FullName, exception.StackTrace);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(2800, LogLevel.Error, "Counting the decisions failed with {ExceptionType} at {StackTrace}")]
        public static partial void Failed(ILogger logger, string? exceptionType, string? stackTrace);
    }
}
