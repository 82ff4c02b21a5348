using System.Text.Json.Nodes;
using CdsHooks.Cli.Output;
using CdsHooks.Workbench;

namespace CdsHooks.Cli.Check;

/// <summary>Prints a report.</summary>
internal sealed class CheckPrinter(Screen screen)
{
    public void Print(CheckReport report, bool withNotes)
    {
        Print(report, Severity.Error, "Errors");
        Print(report, Severity.Warning, "Warnings");
        if (withNotes)
        {
            Print(report, Severity.Note, "Notes");
        }

        screen.Line($"Checked {report.Directory}: {string.Join(", ", report.Read.Select(read => Wording.Counted(read.Count, read.What)))}.");
        var notes = report.Count(Severity.Note);
        var hidden = withNotes || notes == 0 ? string.Empty : $" ({Wording.Counted(notes, "note")}: see --verbose)";
        screen.Strong($"{Wording.Counted(report.Count(Severity.Error), "error")}, {Wording.Counted(report.Count(Severity.Warning), "warning")}{hidden}.");
    }

    public void PrintJson(CheckReport report)
    {
        var json = new JsonObject
        {
            ["folder"] = report.Directory,
            ["errors"] = report.Count(Severity.Error),
            ["warnings"] = report.Count(Severity.Warning),
            ["notes"] = report.Count(Severity.Note),
            ["findings"] = new JsonArray([.. report.Findings.Select(ToJson)]),
        };
        screen.Output.WriteLine(JsonText.Write(writer => json.WriteTo(writer)));
    }

    private static JsonObject ToJson(CheckFinding finding)
    {
        var json = new JsonObject
        {
            ["severity"] = finding.Severity.ToString().ToLowerInvariant(),
            ["file"] = finding.File,
            ["location"] = finding.Location,
            ["near"] = finding.Near,
            ["message"] = finding.Message,
        };
        if (finding.Near is null)
        {
            json.Remove("near");
        }

        return json;
    }

    private void Print(CheckReport report, Severity severity, string heading)
    {
        var findings = report.Findings.Where(finding => finding.Severity == severity).ToList();
        if (findings.Count == 0)
        {
            return;
        }

        screen.Strong($"{heading} ({findings.Count})");
        foreach (var finding in findings)
        {
            var location = finding.Near is { } near ? $"{finding.Location} ({near})" : finding.Location;
            var place = string.Join(": ", new[] { finding.File, location }.Where(part => part.Length > 0));
            screen.Line(place.Length == 0 ? finding.Message : $"{place}: {finding.Message}", indent: 2);
        }

        screen.Blank();
    }
}
