using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;
using CdsHooks.Decision.Evidence;
using CdsHooks.Decision.Hooks;

namespace CdsHooks.Service.Host.Telemetry;

/// <summary>Counts calls, retrievals and decisions.</summary>
/// <remarks>
/// Meter <c>CdsHooks</c>: <c>cdshooks.authentications</c>, in calls, by <c>client</c> (a configured name, or <c>none</c>) and
/// <c>outcome</c>: <c>accepted</c>, <c>anonymous</c> or the rejection; <c>cdshooks.authentications.unguarded</c>, calls accepted while
/// the store could not check whether their token had been used elsewhere; <c>cdshooks.tokens</c>, tokens of these calls, by <c>outcome</c>:
/// <c>used-elsewhere</c>, as the store found later, or <c>not-kept</c> for it; <c>cdshooks.retrievals</c>, in data sets, by <c>key</c>
/// (design 4.2) and <c>outcome</c> (design 4.3); <c>cdshooks.decisions</c>, by <c>outcome</c>: <c>recorded</c>, or <c>dropped</c> because
/// the store was unavailable or too slow; <c>cdshooks.shadows</c>, by <c>outcome</c>: <c>judged</c>, <c>dropped</c> because too many calls
/// waited, <c>failed</c>, or <c>no-rules</c> when no shadow rules could be used. All tags are from closed lists, so that they contain no patient data.
/// </remarks>
internal sealed class ServiceMetrics
{
    public const string MeterName = "CdsHooks";

    private readonly Counter<long> _authentications;
    private readonly Counter<long> _unguarded;
    private readonly Counter<long> _tokens;
    private readonly Counter<long> _retrievals;
    private readonly Counter<long> _decisions;
    private readonly Counter<long> _shadows;

    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "The factory owns the meter.")]
    public ServiceMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _authentications = meter.CreateCounter<long>("cdshooks.authentications", "{call}", "Accepted and rejected calls");
        _unguarded = meter.CreateCounter<long>("cdshooks.authentications.unguarded", "{call}", "Calls accepted while the store could not check whether their token had been used");
        _tokens = meter.CreateCounter<long>("cdshooks.tokens", "{token}", "Tokens accepted unchecked that had been used elsewhere, or that could not be kept for the store");
        _retrievals = meter.CreateCounter<long>("cdshooks.retrievals", "{set}", "Retrieval outcomes of the data sets of assessed calls");
        _decisions = meter.CreateCounter<long>("cdshooks.decisions", "{decision}", "Decisions recorded or dropped");
        _shadows = meter.CreateCounter<long>("cdshooks.shadows", "{decision}", "Decisions judged by rules in shadow, or not");
    }

    /// <summary>Counts one call.</summary>
    /// <param name="client">The client's configured name, or null.</param>
    /// <param name="outcome">The outcome, from a closed list.</param>
    public void CountAuthentication(string? client, string outcome) => _authentications.Add(1, new("client", client ?? "none"), new("outcome", outcome));

    /// <summary>Counts one call whose token could not be checked against used ones.</summary>
    public void CountUnguarded() => _unguarded.Add(1);

    /// <summary>Counts tokens that were accepted unchecked.</summary>
    /// <param name="count">The number of tokens.</param>
    /// <param name="outcome">What became of them, from a closed list.</param>
    public void CountTokens(int count, string outcome) => _tokens.Add(count, new KeyValuePair<string, object?>("outcome", outcome));

    /// <summary>Counts the data sets of one call.</summary>
    public void CountRetrievals(IReadOnlyList<EvidenceSet> sets)
    {
        if (!_retrievals.Enabled)
        {
            return;
        }

        foreach (var (retrieval, _) in sets)
        {
            _retrievals.Add(1, new("key", retrieval.Key), new("outcome", retrieval.Outcome.ToCode()));
        }
    }

    /// <summary>Counts decisions that were written to the store.</summary>
    public void CountRecorded(int count) => _decisions.Add(count, new KeyValuePair<string, object?>("outcome", "recorded"));

    /// <summary>Counts one call for the rules in shadow.</summary>
    /// <param name="outcome">The outcome, from a closed list.</param>
    public void CountShadow(string outcome) => _shadows.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    /// <summary>Counts decisions that were not.</summary>
    public void CountDropped(int count) => _decisions.Add(count, new KeyValuePair<string, object?>("outcome", "dropped"));
}
