using System.Text.Json;
using CdsHooks.Decision.Comparison;
using CdsHooks.Service.Hooks.Decisions;
using CdsHooks.Service.Hooks.Export;
using CdsHooks.Service.Host.Store;
using CdsHooks.Workbench.Shadow;

namespace CdsHooks.Service.Pages.Tune;

/// <summary>Compares the recorded answers of rules in shadow with those that were given.</summary>
internal static class RecordedComparison
{
    private const int PageSize = 500;

    /// <summary>Compares decisions, oldest first.</summary>
    /// <param name="decisions">The recorded decisions.</param>
    /// <param name="version">The version of the rules in shadow.</param>
    /// <param name="since">The earliest instant.</param>
    /// <param name="most">The number of decisions after which the reading stops.</param>
    /// <param name="cancellationToken">Cancelled when the caller no longer waits.</param>
    /// <exception cref="StoreUnavailableException">The store is unavailable.</exception>
    public static async Task<ComparisonReport> ReadAsync(DecisionLog decisions, string version, DateTimeOffset since, int most, CancellationToken cancellationToken)
    {
        RulesComparison comparison = new();
        DecisionRecord? last = null;
        for (var read = 0; read < most; read += PageSize)
        {
            var page = await decisions.ReadAfterAsync(last?.DecidedAt ?? since, last?.Id ?? Guid.Empty, PageSize, cancellationToken);
            foreach (var decision in page.Where(decision => decision.Shadow?.Contains(version, StringComparison.Ordinal) is true || decision.Shadow?.Contains("skipped", StringComparison.Ordinal) is true))
            {
                using var json = JsonDocument.Parse(StoreLines.Write(decision));
                RecordedDecisions.Add(json.RootElement, comparison);
            }

            if (page.Count < PageSize)
            {
                break;
            }

            last = page[^1];
        }

        return comparison.ToReport();
    }
}
