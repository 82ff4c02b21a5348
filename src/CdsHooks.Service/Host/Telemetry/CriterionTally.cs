using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using CdsHooks.Decision.Criteria.Results;

namespace CdsHooks.Service.Host.Telemetry;

/// <summary>
/// Counts the results of criteria by service, result and reason. An assessed call has dozens of criteria: adding to a cell is much cheaper
/// than a measurement each, and the cells are read when metrics are collected.
/// </summary>
internal sealed class CriterionTally
{
    private static readonly int Results = Enum.GetValues<CriterionResult>().Length;
    private static readonly int Reasons = ReasonCodes.All.Count;

    private readonly ConcurrentDictionary<(string Service, string Criterion), long[]> _cells = new();

    /// <summary>Counts the results of one assessment.</summary>
    public void Count(string service, IReadOnlyList<Finding> findings)
    {
        for (var index = 0; index < findings.Count; index++)
        {
            var finding = findings[index];
            var cells = _cells.GetOrAdd((service, finding.Id), static _ => new long[Results * Reasons]);
            Interlocked.Increment(ref cells[((int)finding.Result * Reasons) + (int)finding.Reason]);
        }
    }

    /// <summary>Reads every cell that is not empty.</summary>
    public IEnumerable<Measurement<long>> Measure()
    {
        foreach (var ((service, criterion), cells) in _cells)
        {
            for (var cell = 0; cell < cells.Length; cell++)
            {
                if (Interlocked.Read(ref cells[cell]) is > 0 and var count)
                {
                    yield return new Measurement<long>(
                        count,
                        new("service", service),
                        new("criterion", criterion),
                        new("result", ((CriterionResult)(cell / Reasons)).ToCode()),
                        new("reason", ((Reason)(cell % Reasons)).ToCode()));
                }
            }
        }
    }
}
