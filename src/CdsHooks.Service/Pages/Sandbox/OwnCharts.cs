using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace CdsHooks.Service.Pages.Sandbox;

/// <summary>Requests that people pasted, uploaded or had fetched. They stay in memory for a while, never on a disk: they may be about a real patient.</summary>
internal sealed class OwnCharts(TimeProvider clock)
{
    /// <summary>The beginning of the name of such a chart in addresses.</summary>
    public const string Prefix = "own-";

    /// <summary>The number of bytes that a request may have.</summary>
    public const int MaxBytes = 4 * 1024 * 1024;

    private const int MaxCharts = 20;
    private const int KeyBytes = 16;

    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(30);

    private readonly ConcurrentDictionary<string, OwnChart> _charts = new(StringComparer.Ordinal);

    /// <summary>Keeps a request. The one that was not used for longest makes room.</summary>
    /// <returns>The name for the address; nobody can guess it.</returns>
    /// <param name="title">The title.</param>
    /// <param name="request">The request.</param>
    /// <param name="asOf">The evaluation date.</param>
    /// <param name="edits">The edits of the chart: they may say as much about a patient as the chart, and stay out of addresses, too.</param>
    /// <param name="back">The address of the page that the request was opened on; null for none.</param>
    public string Keep(string title, JsonObject request, DateOnly asOf, IReadOnlyList<ChartEdit>? edits = null, string? back = null)
    {
        Forget();
        while (_charts.Count >= MaxCharts && _charts.MinBy(chart => chart.Value.UsedAt) is { Key: { } oldest })
        {
            _charts.TryRemove(oldest, out _);
        }

        var name = Prefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(KeyBytes));
        _charts[name] = new OwnChart(title, request, asOf, edits ?? [], back, clock.GetUtcNow());
        return name;
    }

    /// <summary>Finds a request; null when it is not kept any more.</summary>
    public OwnChart? Find(string name)
    {
        Forget();
        if (_charts.TryGetValue(name, out var chart))
        {
            _charts[name] = chart = chart with { UsedAt = clock.GetUtcNow() };
        }

        return chart;
    }

    private void Forget()
    {
        foreach (var (name, _) in _charts.Where(chart => clock.GetUtcNow() - chart.Value.UsedAt > Kept))
        {
            _charts.TryRemove(name, out _);
        }
    }
}

/// <summary>A request of one's own.</summary>
/// <param name="Title">Its title.</param>
/// <param name="Request">The request.</param>
/// <param name="AsOf">The evaluation date.</param>
/// <param name="Edits">The edits.</param>
/// <param name="Back">The address of the page that it was opened on; null for none.</param>
/// <param name="UsedAt">The time of its last use.</param>
internal sealed record OwnChart(string Title, JsonObject Request, DateOnly AsOf, IReadOnlyList<ChartEdit> Edits, string? Back, DateTimeOffset UsedAt);
