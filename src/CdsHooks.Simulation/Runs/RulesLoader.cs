using CdsHooks.Decision;
using CdsHooks.Decision.Plan;
using CdsHooks.Simulation.Results;
using CdsHooks.Workbench;
using CdsHooks.Workbench.Plans;
using CdsHooks.Workbench.Tuning;

namespace CdsHooks.Simulation.Runs;

/// <summary>Loads the rules of a simulation.</summary>
internal static class RulesLoader
{
    /// <summary>Loads one set of rules.</summary>
    /// <param name="source">The knowledge.</param>
    /// <param name="version">The SHA-256 of the knowledge.</param>
    /// <param name="plan">The id or canonical of the plan; null for the only one.</param>
    /// <param name="siteParameters">The site parameters; null for the plan's defaults.</param>
    /// <param name="changes">Parameters to change, as <c>name=value</c>.</param>
    /// <exception cref="WorkbenchException">There is no such plan or parameter, or the rules have errors.</exception>
    public static SimulatedSide Side(KnowledgeSource source, string version, string? plan, KnowledgeResource? siteParameters, IReadOnlyList<string> changes)
    {
        var compiled = Load(source, plan, siteParameters, changes);
        var values = compiled.Rules.Parameters.All.Select(parameter => $"{parameter.Name}={parameter.Text}").Order(StringComparer.Ordinal);
        return new SimulatedSide(compiled, new SideIdentity(
            compiled.Rules.Canonical, siteParameters?.Id ?? RuleSetLoader.DefaultSiteParameters, changes, version, SimulationSetup.HashOf(string.Join('\n', values))));
    }

    /// <summary>Loads the rules of a sweep.</summary>
    /// <param name="source">The knowledge.</param>
    /// <param name="plan">The id or canonical of the plan; null for the only one.</param>
    /// <param name="siteParameters">The site parameters; null for the plan's defaults.</param>
    /// <param name="changes">Parameters that are changed in all points.</param>
    /// <param name="sweep">The sweep, as <c>name=value,value</c>.</param>
    /// <exception cref="WorkbenchException">The text is no sweep, there is no such parameter, or a value is out of its range.</exception>
    public static SimulatedSweep Sweep(KnowledgeSource source, string? plan, KnowledgeResource? siteParameters, IReadOnlyList<string> changes, string sweep)
    {
        if (sweep.Split('=', 2) is not [{ Length: > 0 } name, { Length: > 0 } list])
        {
            throw new InvalidInputException("A sweep is name=value,value, such as pt.minWeeks=4,5,6,8.");
        }

        var values = list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal).ToList();
        if (values.Count is 0)
        {
            throw new InvalidInputException("A sweep needs at least one value.");
        }

        var others = changes.Where(change => !string.Equals(ParameterChange.NameOf(change), name, StringComparison.Ordinal));
        var points = values.Select(value => new SweepPoint(value, Load(source, plan, siteParameters, [.. others, $"{name}={value}"])));
        return new SimulatedSweep(name, [.. points.DistinctBy(point => point.Plan.Rules.Parameters.Find(name)!.Text, StringComparer.Ordinal)]);
    }

    /// <summary>Gets the SHA-256 of the files of a knowledge folder: the same whatever their names.</summary>
    public static string VersionOf(string folder) =>
        KnowledgeFiles.HashOf(KnowledgeFiles.List(folder).Select(file => (ReadOnlyMemory<byte>)File.ReadAllBytes(Path.Combine(folder, file))));

    private static CompiledPlan Load(KnowledgeSource source, string? plan, KnowledgeResource? siteParameters, IReadOnlyList<string> changes)
    {
        var definition = plan is null ? source.OnlyPlan() : source.FindPlan(plan);
        if (changes.Count is 0)
        {
            return siteParameters is null ? source.Load(definition, siteParametersId: null) : source.Load(definition, siteParameters);
        }

        var declared = source.Load(definition, siteParametersId: null).Rules.Parameters;
        return source.Load(definition, ParameterChange.LaidOver(siteParameters, [.. changes.Select(change => ParameterChange.Read(declared, change))]));
    }
}
