using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Nodes;
using CdsHooks.Decision;
using CdsHooks.Decision.Plan;
using CdsHooks.Service.Knowledge.Rules;
using Hl7.Fhir.Model;

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

        JsonArray parameters = [];
        List<string> issues = [];
        var preset = service.Plan.Rules.SiteParameters;
        foreach (var change in changes)
        {
            var (name, text) = change.IndexOf('=', StringComparison.Ordinal) is > 0 and var at ? (change[..at], change[(at + 1)..]) : (string.Empty, string.Empty);
            if (name is Preset)
            {
                preset = text;
            }
            else if (service.Plan.Rules.Parameters.Find(name) is not { } declared)
            {
                issues.Add("A changed parameter is not one of this plan.");
            }
            else if (!TryAdd(parameters, declared, text))
            {
                issues.Add($"{declared.Name} has a value of another type.");
            }
        }

        if (issues.Count > 0)
        {
            return (null, issues);
        }

        var load = Loaders.GetValue(rules.Knowledge, knowledge => new PlanLoader(knowledge)).Load(service.Plan.Rules.Canonical, Resource(rules, preset, parameters));
        return load.Plan is { } plan
            ? (service with { Plan = plan, RulesVersion = null }, [])
            : (null, [.. load.Issues.Where(issue => issue.IsError).Select(issue => issue.Message)]);
    }

    private static bool TryAdd(JsonArray parameters, PlanParameter declared, string text)
    {
        switch (declared.Type)
        {
            case ParameterType.Boolean when bool.TryParse(text, out var flag):
                parameters.Add(new JsonObject { ["name"] = declared.Name, ["valueBoolean"] = flag });
                return true;
            case ParameterType.Integer when int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole):
                parameters.Add(new JsonObject { ["name"] = declared.Name, ["valueInteger"] = whole });
                return true;
            case ParameterType.Decimal when decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number):
                parameters.Add(new JsonObject { ["name"] = declared.Name, ["valueDecimal"] = number });
                return true;
            case ParameterType.Code or ParameterType.Codes when text.Length > 0:
                foreach (var code in text.Split(','))
                {
                    parameters.Add(new JsonObject { ["name"] = declared.Name, ["valueCode"] = code });
                }

                return true;
            default:
                return false;
        }
    }

    private static KnowledgeResource Resource(RulesSnapshot rules, string preset, JsonArray parameters)
    {
        var json = new JsonObject { ["resourceType"] = "Parameters", ["id"] = Id };
        if (parameters.Count > 0)
        {
            json["parameter"] = parameters;
        }

        var resource = KnowledgeFiles.ReadOne(Id, Encoding.UTF8.GetBytes(json.ToJsonString()), new IssueList())!;
        var changed = (Parameters)resource.Resource;
        if (rules.Knowledge.OfType("Parameters").FirstOrDefault(site => string.Equals(site.Id, preset, StringComparison.Ordinal))?.Resource is Parameters inForce)
        {
            var names = changed.Parameter.Select(parameter => parameter.Name).ToHashSet(StringComparer.Ordinal);
            changed.Parameter.InsertRange(0, inForce.Parameter.Where(parameter => !names.Contains(parameter.Name)));
        }

        return resource;
    }
}
