namespace CdsHooks.Workbench.Cases;

/// <summary>Lists the runs of a folder of cases.</summary>
internal static class CaseFolder
{
    private const string RequestFile = "request.json";
    private const string ExpectedFile = "expected.json";
    private const string VariantsFile = "variants.json";
    private const string ResponseFile = "response.json";

    /// <summary>Lists every run by name: each case, followed by its variants in the file's order.</summary>
    /// <param name="directory">A folder of cases, or one case.</param>
    /// <exception cref="WorkbenchException">The folder does not exist or contains no case, or a file of a case is missing or not valid.</exception>
    public static IReadOnlyList<CaseRun> List(string directory)
    {
        if (!Directory.Exists(directory))
        {
            throw new InvalidInputException($"The folder {directory} does not exist.");
        }

        var cases = File.Exists(Path.Combine(directory, RequestFile)) || File.Exists(Path.Combine(directory, ExpectedFile))
            ? [directory]
            : Directory.GetDirectories(directory).Order(StringComparer.Ordinal).ToArray();
        return cases.Length > 0
            ? [.. cases.SelectMany(RunsOf)]
            : throw new InvalidInputException($"The folder {directory} contains no cases.");
    }

    /// <summary>Reads one case without its variants.</summary>
    /// <param name="folder">The folder of the case.</param>
    /// <exception cref="WorkbenchException">A file of the case is missing or not valid.</exception>
    public static CaseRun Read(string folder) => RunsOf(folder).First();

    private static IEnumerable<CaseRun> RunsOf(string folder)
    {
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(folder));
        var shown = $"{name} {RequestFile}";
        ReadOnlyMemory<byte> request = File.ReadAllBytes(Need(folder, name, RequestFile));
        var expected = ExpectationReader.Read(File.ReadAllBytes(Need(folder, name, ExpectedFile)), $"{name} {ExpectedFile}");
        yield return new CaseRun(name, shown, request, expected, CaseParameters.None, Path.Combine(folder, ResponseFile));

        var variants = Path.Combine(folder, VariantsFile);
        if (!File.Exists(variants))
        {
            yield break;
        }

        foreach (var variant in CaseVariantReader.Read(File.ReadAllBytes(variants), $"{name} {VariantsFile}"))
        {
            yield return new CaseRun(
                $"{name}/{variant.Name}", $"{name}/{variant.Name} request", VariantRequest.Of(request, variant, shown), variant.Expected, variant.SiteParameters, Response: null);
        }
    }

    private static string Need(string folder, string name, string file)
    {
        var path = Path.Combine(folder, file);
        return File.Exists(path) ? path : throw new InvalidInputException($"The case {name} has no {file}.");
    }
}
