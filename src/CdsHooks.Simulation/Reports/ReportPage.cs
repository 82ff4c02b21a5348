using System.Text;
using static CdsHooks.Simulation.Reports.Markup;

namespace CdsHooks.Simulation.Reports;

/// <summary>Writes a report as one HTML file, which needs no script and no other file, and can be printed.</summary>
internal static class ReportPage
{
    private const string Title = "Simulation of order-entry decision support";

    private static readonly Lazy<string> Style = new(() => Read("report/report.css") + Read("report/pictures.css"));

    /// <summary>Writes the file.</summary>
    public static string Of(SimulationReport report)
    {
        StringBuilder page = new();
        page.Append($"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8"/>
            <meta name="viewport" content="width=device-width, initial-scale=1"/>
            <meta name="color-scheme" content="light dark"/>
            <title>{Title}</title>
            <style>
            {Style.Value}</style>
            </head>
            <body>
            <main>
            <header>
            <h1>{Title}</h1>
            <p class="lead">{Text(ReportSections.Headline(report))}</p>
            {ReportSections.Facts(report)}<p class="soft">Counts only: this report names no patient. The service advises and never blocks an order.</p>
            </header>

            """);
        foreach (var section in ReportSections.Of(report))
        {
            page.Append($"<section aria-labelledby=\"{Text(section.Id)}\">\n<h2 id=\"{Text(section.Id)}\">{Text(section.Title)}</h2>\n{section.Html}</section>\n");
        }

        return page.Append("</main>\n</body>\n</html>\n").ToString().ReplaceLineEndings("\n");
    }

    private static string Read(string name)
    {
        using var reader = new StreamReader(typeof(ReportPage).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
