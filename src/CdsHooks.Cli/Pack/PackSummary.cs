using System.Globalization;
using CdsHooks.Cli.Output;
using CdsHooks.Simulation.Shards;
using Spectre.Console;

namespace CdsHooks.Cli.Pack;

/// <summary>Prints what was packed, and what a person should know before trusting it.</summary>
internal static class PackSummary
{
    public static void Print(Screen screen, PackManifest manifest, IReadOnlyList<string> notRead, TimeSpan time)
    {
        var bytes = manifest.Inputs!.Sum(input => input.Bytes);
        var seconds = Math.Max(time.TotalSeconds, 0.1);
        screen.Line(Text($"{Count(manifest.Patients, "patient")}, {Count(manifest.Resources, "resource")} in {Count(manifest.Shards.Count, "shard")}."));
        screen.Line(Text($"{Count(manifest.Inputs!.Count, "file")} of {bytes / 1e6:N1} MB in {seconds:N1} s ({bytes / 1e6 / seconds:N1} MB/s)."));
        screen.Blank();
        var table = screen.NewTable("type", "resources", "shared by patients", "in no chart", "complete");
        foreach (var type in manifest.Types)
        {
            table.AddRow(
                Screen.Cell(type.Type),
                Screen.Cell(Text($"{type.Resources:N0}")),
                Screen.Cell(type.Shared > 0 ? Text($"{type.Shared:N0}") : string.Empty),
                Screen.Cell(type.NotPlaced > 0 ? Text($"{type.NotPlaced:N0}") : string.Empty),
                Screen.Cell(type.IsComplete ? "yes" : $"no: {type.Because}"));
        }

        screen.Write(table);
        screen.Blank();
        screen.Line("A type that is not complete, or not in this list, is unknown in a simulation, never missing. --complete states it by hand.");
        PrintNotes(screen, manifest.Notes!);
        screen.List("Files that were not read:", notRead);
    }

    private static void PrintNotes(Screen screen, PackNotes notes)
    {
        List<string> lines = [];
        Add(notes.PatientsWithoutPatientResource, "without a Patient resource");
        Add(notes.PatientsAlone, "with nothing but a Patient resource");
        Add(notes.PatientsLinked, "linked to another: a chart may be in two parts");
        Add(notes.PatientsInactive, "not active");
        lines.AddRange(notes.RepeatedResources > 0 ? [Text($"{Count(notes.RepeatedResources, "resource")} of a type and id that was there before: all are kept")] : []);
        lines.AddRange(notes.BadLines > 0 ? [Text($"{Count(notes.BadLines, "line")} left out that hold no resource")] : []);
        screen.List("Worth a look:", lines);

        void Add(long number, string text) => lines.AddRange(number > 0 ? [$"{Count(number, "patient")} {text}"] : []);
    }

    private static string Count(long number, string noun) => Text($"{number:N0} {noun}{(number == 1 ? string.Empty : "s")}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
