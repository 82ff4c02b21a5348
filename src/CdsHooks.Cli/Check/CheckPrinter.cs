using System.Text.Json;
using CdsHooks.Cli.Output;

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

        screen.Line($"Checked {report.Directory}: {string.Join(", ", report.Read.Select(read => Screen.Counted(read.Count, read.What)))}.");
        var notes = report.Count(Severity.Note);
        var hidden = withNotes || notes == 0 ? string.Empty : $" ({Screen.Counted(notes, "note")}: see --verbose)";
        screen.Strong($"{Screen.Counted(report.Count(Severity.Error), "error")}, {Screen.Counted(report.Count(Severity.Warning), "warning")}{hidden}.");
    }

    public void PrintJson(CheckReport report) => screen.Output.WriteLine(JsonText.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("folder"u8, report.Directory);
        writer.WriteNumber("errors"u8, report.Count(Severity.Error));
        writer.WriteNumber("warnings"u8, report.Count(Severity.Warning));
        writer.WriteNumber("notes"u8, report.Count(Severity.Note));
        writer.WriteStartArray("findings"u8);
        foreach (var finding in report.Findings)
        {
            Write(writer, finding);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }));

    private static void Write(Utf8JsonWriter writer, CheckFinding finding)
    {
        writer.WriteStartObject();
        writer.WriteString("severity"u8, finding.Severity.ToString().ToLowerInvariant());
        writer.WriteString("file"u8, finding.File);
        writer.WriteString("location"u8, finding.Location);
        if (finding.Near is { } near)
        {
            writer.WriteString("near"u8, near);
        }

        writer.WriteString("message"u8, finding.Message);
        writer.WriteEndObject();
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
