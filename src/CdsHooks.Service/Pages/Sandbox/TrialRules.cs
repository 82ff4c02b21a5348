using System.Runtime.CompilerServices;
using System.Text;
using CdsHooks.Decision;
using CdsHooks.Decision.Plan;
using CdsHooks.Service.Knowledge.Rules;
using CdsHooks.Workbench.Tuning;
using Hl7.Fhir.Model;
using Hl7.Fhir.Serialization;

namespace CdsHooks.Service.Pages.Sandbox;

/// <summary>The rules in force with a few parameters changed, for one call of the sandbox.</summary>
internal static class TrialRules
{
    /// <summary>The name under which an address chooses site parameters of the knowledge by their id.</summary>
    public const string Preset = "preset";

    private const string Id = "sandbox";

    // Building the value sets takes longer than a call; they stay the same until the rules are replaced.
    private static readonly ConditionalWeakTable<KnowledgeFiles, PlanLoader> Loaders = [];

    /// <summary>Loads the plan of a service with changed parameters.</summary>
    /// <param name="rules">The rules in force.</param>
    /// <param name="service">The service.</param>
    /// <param name="changes">The changes, as <c>name=value</c>.</param>
    /// <returns>The service with the changed plan, or the issues that forbid it; they name parameters and ranges, not values.</returns>
    public static (CdsService? Service, IReadOnlyList<string> Issues) Load(RulesSnapshot rules, CdsService service, IReadOnlyList<string> changes)
    {
        if (changes.Count is 0)
        {
            return (service, []);
        }

        List<Parameters.ParameterComponent> changed = [];
        List<string> issues = [];
        var siteParameters = service.Plan.Rules.SiteParameters;
        foreach (var (name, text) in changes.Select(change => change.Split('=', 2)).Select(parts => (parts[0], parts.Length > 1 ? parts[1] : string.Empty)))
        {
            if (name is Preset)
            {
                siteParameters = text;
            }
            else if (service.Plan.Rules.Parameters.Find(name) is not { } declared)
            {
                issues.Add("A changed parameter is not one of this plan.");
            }
            else if (ValueText.Read(declared.Type, text) is not { } value)
            {
                issues.Add($"{declared.Name} has a value of another type.");
            }
            else
            {
                changed.AddRange(TypedValue.Of(declared.Type, value).Select(typed => new Parameters.ParameterComponent { Name = declared.Name, Value = typed }));
            }
        }

        var inForce = rules.Knowledge.OfType("Parameters").FirstOrDefault(site => string.Equals(site.Id, siteParameters, StringComparison.Ordinal))?.Resource as Parameters;
        if (inForce is null && siteParameters is not RuleSetLoader.DefaultSiteParameters)
        {
            issues.Add("There are no site parameters of this name.");
        }

        return issues.Count > 0 ? (null, issues) : Load(rules, service, Combined(inForce, changed));
    }

    private static (CdsService? Service, IReadOnlyList<string> Issues) Load(RulesSnapshot rules, CdsService service, Parameters parameters)
    {
        var resource = KnowledgeFiles.ReadOne(Id, Encoding.UTF8.GetBytes(parameters.ToJson()), new IssueList())!;
        var load = Loaders.GetValue(rules.Knowledge, knowledge => new PlanLoader(knowledge)).Load(service.Plan.Rules.Canonical, resource);
        return load.Plan is { } plan
            ? (service with { Plan = plan, RulesVersion = null }, [])
            : (null, [.. load.Issues.Where(issue => issue.IsError).Select(issue => issue.Message)]);
    }

    private static Parameters Combined(Parameters? inForce, List<Parameters.ParameterComponent> changed)
    {
        var names = changed.Select(parameter => parameter.Name).ToHashSet(StringComparer.Ordinal);
        return new Parameters
        {
            Id = Id,
            Parameter = [.. (inForce?.Parameter ?? []).Where(parameter => !names.Contains(parameter.Name)).Select(parameter => (Parameters.ParameterComponent)parameter.DeepCopy()), .. changed],
        };
    }
}
