using System.Globalization;
using System.Text;
using CdsHooks.Service.Tests.Infrastructure;
using Xunit;

namespace CdsHooks.Service.Tests.Telemetry;

/// <summary>docs/metrics.md lists every metric of this service, as a scrape shows it.</summary>
public sealed class MetricsPageTests(BusyService busy) : IClassFixture<BusyService>
{
    private const string Begin = "<!-- metrics -->\n";

    [Fact]
    public void The_page_lists_every_metric_of_the_service()
    {
        var path = Path.Combine(Some.Repository, "docs", "metrics.md");
        var page = File.ReadAllText(path);
        var from = page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        Assert.True(from >= Begin.Length, "docs/metrics.md has no place for the metrics.");
        var metrics = Metrics();
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") is "1")
        {
            File.WriteAllText(path, page[..from] + metrics);
            return;
        }

        Assert.Equal(metrics, page[from..]);
    }

    private string Metrics()
    {
        StringBuilder text = new("\n| metric | kind | labels | meaning |\n|---|---|---|---|\n");
        foreach (var (name, kind, help) in busy.Scrape.Metrics.Where(metric => metric.Name.StartsWith("cdshooks_", StringComparison.Ordinal)).OrderBy(metric => metric.Name, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"| `{name}` | {kind} | {string.Join(", ", busy.Scrape.LabelsOf(name).Select(label => $"`{label}`"))} | {help} |\n");
        }

        return text.ToString();
    }
}
