namespace CdsHooks.Cli.Cases;

/// <summary>Lists the runs of a folder of cases.</summary>
internal static class CaseFolder
{
    private const string RequestFile = "request.json";
    private const string ExpectedFile = "expected.json";
    private const string ParametersFile = "parameters.json";
    private const string RunsFolder = "runs";

    /// <summary>Lists every run, by name.</summary>
    /// <param name="directory">A folder of cases, or one case.</param>
    /// <exception cref="CommandException">There is no such folder, it holds no case, or a case lacks a file.</exception>
    public static IReadOnlyList<CaseRun> List(string directory)
    {
        if (!Directory.Exists(directory))
        {
            throw CommandException.WrongUse($"There is no folder {directory}.");
        }

        var cases = File.Exists(Path.Combine(directory, RequestFile)) || File.Exists(Path.Combine(directory, ExpectedFile))
            ? [directory]
            : Directory.GetDirectories(directory).Order(StringComparer.Ordinal).ToArray();
        return cases.Length > 0
            ? [.. cases.SelectMany(RunsOf)]
            : throw CommandException.WrongUse($"There are no cases in {directory}.");
    }

    private static IEnumerable<CaseRun> RunsOf(string caseFolder)
    {
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(caseFolder));
        yield return RunOf(name, caseFolder, caseFolder);
        var runs = Path.Combine(caseFolder, RunsFolder);
        if (Directory.Exists(runs))
        {
            foreach (var run in Directory.GetDirectories(runs).Order(StringComparer.Ordinal))
            {
                yield return RunOf($"{name}/{Path.GetFileName(run)}", run, caseFolder);
            }
        }
    }

    private static CaseRun RunOf(string name, string folder, string caseFolder) => new(
        name,
        folder,
        Find(folder, caseFolder, RequestFile) ?? throw Missing(name, RequestFile),
        Find(folder, caseFolder, ExpectedFile) ?? throw Missing(name, ExpectedFile),
        Find(folder, caseFolder, ParametersFile));

    /// <summary>A file that a run does not hold is taken from its case.</summary>
    private static string? Find(string folder, string caseFolder, string file) =>
        new[] { folder, caseFolder }.Select(place => Path.Combine(place, file)).FirstOrDefault(File.Exists);

    private static CommandException Missing(string name, string file) => CommandException.WrongUse($"The case {name} has no {file}.");
}
