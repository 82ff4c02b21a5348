using System.Reflection;
using System.Text.RegularExpressions;
using Xunit;

namespace CdsHooks.Tests.Architecture;

/// <summary>The walls of docs/architecture.md: what may know what.</summary>
public sealed partial class WallTests
{
    // Firely's model of FHIR is the one package that is no part of .NET.
    private static readonly string[] FrameworkPrefixes = ["System", "Microsoft.Win32", "mscorlib", "netstandard", "Hl7.Fhir."];

    [Fact]
    public void Fhir_references_nothing_but_the_framework_and_Firelys_model() =>
        Assert.Empty(Foreign(typeof(CdsHooks.Fhir.ReferenceKey).Assembly));

    [Fact]
    public void Decision_references_nothing_but_Fhir_the_framework_and_Firelys_model() =>
        Assert.Empty(Foreign(typeof(Decision.CompiledPlan).Assembly, "CdsHooks.Fhir"));

    [Fact]
    public void Decision_knows_no_http_sql_clock_or_log()
    {
        var references = typeof(Decision.CompiledPlan).Assembly.GetReferencedAssemblies().Select(reference => reference.Name);

        Assert.DoesNotContain(references, name => name is not null
            && (name.StartsWith("System.Net", StringComparison.Ordinal)
                || name.StartsWith("System.Data", StringComparison.Ordinal)
                || name.StartsWith("Microsoft.", StringComparison.Ordinal)));
    }

    [Fact]
    public void Workbench_references_nothing_but_Decision_Fhir_the_framework_and_Firelys_model() =>
        Assert.Empty(Foreign(typeof(Workbench.WorkbenchException).Assembly, "CdsHooks.Fhir", "CdsHooks.Decision"));

    [Fact]
    public void Simulation_references_nothing_but_Workbench_Decision_Fhir_the_framework_and_Firelys_model() =>
        Assert.Empty(Foreign(typeof(CdsHooks.Simulation.Shards.ShardNumber).Assembly, "CdsHooks.Fhir", "CdsHooks.Decision", "CdsHooks.Workbench"));

    [Theory]
    [InlineData(typeof(Workbench.WorkbenchException))]
    [InlineData(typeof(CdsHooks.Simulation.Shards.ShardNumber))]
    public void Nothing_in_the_instruments_writes_to_a_terminal(Type type)
    {
        var references = type.Assembly.GetReferencedAssemblies().Select(reference => reference.Name);

        Assert.DoesNotContain("System.Console", references, StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("Evidence", "Criteria", "Hooks", "Intake", "Plan", "Cards")]
    [InlineData("Criteria", "Hooks", "Intake", "Plan", "Cards")]
    [InlineData("Hooks", "Intake", "Plan", "Cards")]
    [InlineData("Intake", "Plan", "Cards")]
    [InlineData("Plan", "Cards")]
    public void Inside_Decision_a_folder_knows_only_what_comes_before_it(string folder, params string[] forbidden)
    {
        var offenders = Repository.CSharp("src", "CdsHooks.Decision", folder)
            .Where(file => file.Lines.Any(line => forbidden.Any(name =>
                Regex.IsMatch(line, $@"\bCdsHooks\.Decision\.{name}\b|\bDecision\.{name}\.", RegexOptions.None, TimeSpan.FromSeconds(1)))))
            .Select(file => file.File);

        Assert.Empty(offenders);
    }

    [Fact]
    public void No_file_is_longer_than_400_lines()
    {
        var offenders = Repository.CSharp("src").Concat(Repository.CSharp("tests"))
            .Where(file => file.Lines.Length > 400)
            .Select(file => $"{file.File}: {file.Lines.Length}");

        Assert.Empty(offenders);
    }

    [Fact]
    public void No_clinical_code_is_in_the_source()
    {
        // The charts of the synthetic cohort hold codes, as charts do. Nothing there judges a chart: no rule reads them.
        var offenders = Repository.CSharp("src")
            .Where(file => !file.File.Replace('\\', '/').Contains("CdsHooks.Simulation/Cohort/", StringComparison.Ordinal))
            .SelectMany(file => file.Lines.Select(line => (file.File, Line: line)))
            .Where(line => !line.Line.TrimStart().StartsWith("//", StringComparison.Ordinal) && ClinicalCode().IsMatch(line.Line))
            .Select(line => $"{line.File}: {line.Line.Trim()}");

        Assert.Empty(offenders);
    }

    [Fact]
    public void The_architecture_page_names_every_folder()
    {
        var page = File.ReadAllText(Repository.PathOf("docs", "architecture.md"));
        var folders = Directory.EnumerateDirectories(Repository.PathOf("src"))
            .SelectMany(project => Directory.EnumerateDirectories(project).Append(project))
            .Select(folder => Path.GetFileName(folder))
            .Where(folder => folder is not ("bin" or "obj" or "Properties"));

        Assert.All(folders, folder => Assert.Contains(folder, page, StringComparison.Ordinal));
    }

    [Fact]
    public void Publishing_for_a_platform_changes_no_lock_file()
    {
        // The command line is packed for every platform at once, and published for none.
        var locks = Directory.GetFiles(Repository.PathOf("src"), "packages.lock.json", SearchOption.AllDirectories)
            .Where(file => !file.Contains("CdsHooks.Cli", StringComparison.Ordinal));

        Assert.All(locks, file => Assert.Contains("\"net10.0/linux-x64\": {", File.ReadAllText(file), StringComparison.Ordinal));
    }

    private static IEnumerable<string?> Foreign(Assembly assembly, params string[] allowed) =>
        assembly.GetReferencedAssemblies()
            .Select(reference => reference.Name)
            .Where(name => !FrameworkPrefixes.Any(prefix => name!.StartsWith(prefix, StringComparison.Ordinal)) && !allowed.Contains(name));

    // A SNOMED CT or RxNorm id, a CPT or ICD-10-CM code as a string of its own: those belong in a value set.
    [GeneratedRegex("\"(?:[0-9]{6,18}|[0-9]{5}|[A-TV-Z][0-9]{2}\\.[0-9A-Z]{1,4})\"", RegexOptions.None, 1000)]
    private static partial Regex ClinicalCode();
}
