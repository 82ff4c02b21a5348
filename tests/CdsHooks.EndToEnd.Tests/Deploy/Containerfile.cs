using System.Text.RegularExpressions;

namespace CdsHooks.EndToEnd.Tests.Deploy;

/// <summary>The instructions of docs/deploy/Containerfile.</summary>
internal static partial class Containerfile
{
    /// <summary>Gets the instructions in order, each with the name of its stage.</summary>
    public static IReadOnlyList<Instruction> Instructions { get; } = [.. Read(File.ReadAllText(Path.Combine(Command.Root, "docs", "deploy", "Containerfile")))];

    /// <summary>Gets the environment of the image that runs.</summary>
    public static IReadOnlyDictionary<string, string> Environment { get; } = Instructions
        .Where(instruction => instruction is { Name: "ENV", Stage: "run" })
        .SelectMany(instruction => Variable().Matches(instruction.Arguments))
        .ToDictionary(match => match.Groups["name"].Value, match => match.Groups["value"].Value.Trim('"'), StringComparer.Ordinal);

    public static string Single(string name) => Instructions.Single(instruction => instruction.Stage is "run" && string.Equals(instruction.Name, name, StringComparison.Ordinal)).Arguments;

    /// <summary>The words of an instruction in JSON form, such as <c>ENTRYPOINT ["/app/x", "y"]</c>.</summary>
    public static string[] Words(string arguments) => System.Text.Json.JsonSerializer.Deserialize<string[]>(arguments[arguments.IndexOf('[', StringComparison.Ordinal)..])!;

    private static IEnumerable<Instruction> Read(string text)
    {
        var stage = "";
        foreach (var line in Continued().Replace(text, " ").Split('\n').Where(line => line.Length > 0 && line[0] is not '#'))
        {
            var parts = line.Split(' ', 2);
            if (parts[0] is "FROM")
            {
                stage = parts[1].Split(" AS ")[1];
            }

            yield return new Instruction(stage, parts[0], parts[1].Trim());
        }
    }

    [GeneratedRegex(@"\\\n\s*", RegexOptions.None, 1000)]
    private static partial Regex Continued();

    [GeneratedRegex("""(?<name>\w+)=(?<value>"[^"]*"|\S+)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Variable();
}

internal sealed record Instruction(string Stage, string Name, string Arguments);
