using CdsHooks.Service.Hooks.Decisions;
using CdsHooks.Service.Hooks.Feedback;
using CdsHooks.Service.Host.Store;

namespace CdsHooks.Service.Hooks.Export;

/// <summary>Writes what the store holds as lines, oldest first, some at a time.</summary>
/// <param name="decisions">The decisions of the store.</param>
/// <param name="feedback">The feedback of the store.</param>
internal sealed class StoreExport(DecisionLog decisions, FeedbackLog feedback)
{
    private const int PageSize = 500;

    /// <summary>Writes the decisions.</summary>
    /// <param name="since">The earliest instant, inclusive.</param>
    /// <param name="lineOf">Writes a decision as a line, without a line break.</param>
    /// <param name="output">Receives the lines.</param>
    /// <param name="cancellationToken">Cancelled when the user interrupts.</param>
    /// <returns>The number of lines.</returns>
    /// <exception cref="StoreUnavailableException">The store is unavailable.</exception>
    public Task<long> WriteDecisionsAsync(DateTimeOffset since, Func<DecisionRecord, byte[]> lineOf, Stream output, CancellationToken cancellationToken) => WriteAsync(
        (DecisionRecord? last) => decisions.ReadAfterAsync(last?.DecidedAt ?? since, last?.Id ?? Guid.Empty, PageSize, cancellationToken), lineOf, output, cancellationToken);

    /// <summary>Writes the feedback.</summary>
    /// <inheritdoc cref="WriteDecisionsAsync"/>
    public Task<long> WriteFeedbackAsync(DateTimeOffset since, Stream output, CancellationToken cancellationToken) => WriteAsync(
        (FeedbackRecord? last) => feedback.ReadAfterAsync(last?.ReceivedAt ?? since, last?.Id ?? string.Empty, PageSize, cancellationToken), StoreLines.Write, output, cancellationToken);

    private static async Task<long> WriteAsync<T>(Func<T?, Task<List<T>>> readAfter, Func<T, byte[]> lineOf, Stream output, CancellationToken cancellationToken)
        where T : class
    {
        long count = 0;
        T? last = null;
        while (await readAfter(last) is { Count: > 0 } page)
        {
            foreach (var record in page)
            {
                await output.WriteAsync(lineOf(record), cancellationToken);
                output.WriteByte((byte)'\n');
            }

            count += page.Count;
            last = page[^1];
        }

        await output.FlushAsync(cancellationToken);
        return count;
    }
}
