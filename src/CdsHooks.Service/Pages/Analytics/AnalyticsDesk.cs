using CdsHooks.Service.Hooks.Summaries;
using CdsHooks.Service.Host.Store;

namespace CdsHooks.Service.Pages.Analytics;

/// <summary>Reads the counts of decisions for pages.</summary>
internal sealed class AnalyticsDesk(SummaryLog log, SummaryUpkeep upkeep, DemoDecisions demo, TimeProvider clock)
{
    // So many counted days are in memory at a time.
    private const long DaysAtOnce = 28;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>Reads the counts of a filter.</summary>
    /// <param name="filter">The filter.</param>
    /// <param name="patience">The time for which decisions that are not counted yet are waited for.</param>
    /// <param name="withCriteria">True to count the criteria, too, which is most of the work.</param>
    /// <param name="cancellationToken">Cancelled when the browser no longer waits.</param>
    /// <exception cref="StoreUnavailableException">The store cannot be read, or not in time.</exception>
    public async Task<Analysis> ReadAsync(AnalyticsFilter filter, TimeSpan patience, bool withCriteria, CancellationToken cancellationToken)
    {
        Analysis analysis = new(filter, DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime)) { WithCriteria = withCriteria };
        if (filter.IsDemo)
        {
            demo.AddTo(analysis);
            return analysis;
        }

        using CancellationTokenSource limit = new(Longest, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            analysis.DaysLeft = await upkeep.CatchUpAsync(patience, either.Token);
            await AddDaysAsync(analysis, either.Token);
            return analysis;
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new StoreUnavailableException(StoreFaults.TooSlow, exception);
        }
    }

    private async Task AddDaysAsync(Analysis analysis, CancellationToken cancellationToken)
    {
        analysis.Kept = await log.ReadExtentAsync(cancellationToken);
        if (analysis.Kept is not { } kept)
        {
            return;
        }

        var last = Math.Min(kept.Last, SummaryLog.DayOf(analysis.Filter.Until));
        for (var first = Math.Max(kept.First, SummaryLog.DayOf(analysis.Filter.From)); first <= last; first += DaysAtOnce)
        {
            foreach (var (day, summary) in await log.ReadAsync(first, Math.Min(last, first + DaysAtOnce - 1), analysis.WithCriteria, cancellationToken))
            {
                analysis.Add(day, summary);
            }
        }
    }
}
