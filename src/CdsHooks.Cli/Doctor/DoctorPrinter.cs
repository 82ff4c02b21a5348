using CdsHooks.Cli.Output;
using CdsHooks.Workbench;
using CdsHooks.Workbench.Doctor;

namespace CdsHooks.Cli.Doctor;

/// <summary>Prints the findings.</summary>
internal sealed class DoctorPrinter(Screen screen)
{
    private const int NameWidth = 26;

    public void Print(FindingList findings)
    {
        foreach (var finding in findings.All)
        {
            screen.Line(finding.Message, bullet: $"{Mark(finding.State),-12} {finding.Check,-NameWidth} ");
            if (finding.Remedy is { } remedy)
            {
                screen.Line(remedy, bullet: new string(' ', 13 + NameWidth) + " -> ");
            }
        }

        screen.Blank();
        screen.Strong($"{Wording.Counted(findings.Count(FindingState.Problem), "problem")}, {Wording.Counted(findings.Count(FindingState.Warning), "warning")}, {findings.Count(FindingState.NotChecked)} not checked.");
    }

    public void PrintJson(DoctorTarget target, FindingList findings) => screen.Output.WriteLine(JsonText.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("address"u8, target.Root);
        writer.WriteNumber("problems"u8, findings.Count(FindingState.Problem));
        writer.WriteNumber("warnings"u8, findings.Count(FindingState.Warning));
        writer.WriteNumber("notChecked"u8, findings.Count(FindingState.NotChecked));
        writer.WriteStartArray("findings"u8);
        foreach (var finding in findings.All)
        {
            writer.WriteStartObject();
            writer.WriteString("check"u8, finding.Check);
            writer.WriteString("state"u8, Mark(finding.State));
            writer.WriteString("message"u8, finding.Message);
            if (finding.Remedy is { } remedy)
            {
                writer.WriteString("remedy"u8, remedy);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }));

    private static string Mark(FindingState state) => state switch
    {
        FindingState.Ok => "ok",
        FindingState.Warning => "warning",
        FindingState.Problem => "problem",
        _ => "not checked",
    };
}
