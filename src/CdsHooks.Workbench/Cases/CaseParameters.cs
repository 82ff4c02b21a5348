using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CdsHooks.Decision;
using CdsHooks.Decision.Plan;
using CdsHooks.Workbench.Plans;

namespace CdsHooks.Workbench.Cases;

/// <summary>The parameters of a run: site parameters of the folder, and single values that override them.</summary>
/// <param name="Id">The id of the site parameters; null for the plan's defaults.</param>
/// <param name="Parameters">The single values by parameter name, as written in the variant; lists as arrays.</param>
internal sealed record CaseParameters(string? Id, IReadOnlyList<(string Name, JsonNode? Value)> Parameters)
{
    /// <summary>Gets the plan's defaults.</summary>
    public static CaseParameters None { get; } = new(null, []);

    /// <summary>Loads a plan with these parameters.</summary>
    /// <param name="source">The rules.</param>
    /// <param name="plan">The plan with its defaults.</param>
    /// <param name="siteParameters">The site parameters where the run names none; null for the plan's defaults.</param>
    /// <param name="name">The run's name in messages.</param>
    /// <exception cref="WorkbenchException">The site parameters do not exist, or the plan rejects a value.</exception>
    public CompiledPlan Load(KnowledgeSource source, CompiledPlan plan, KnowledgeResource? siteParameters, string name)
    {
        var definition = source.FindPlan(plan.Rules.Canonical);
        var given = Id is not null ? source.FindSiteParameters(definition, Id)
            : siteParameters is not null && KnowledgeSource.AreFor(siteParameters, definition) ? siteParameters
            : null;
        return Parameters.Count > 0 ? source.Load(definition, AsResource(plan.Rules.Parameters, given, name))
            : Id is null && given is not null ? source.Load(definition, given)
            : source.Load(definition, Id);
    }

    /// <summary>Returns a copy with another value for one parameter.</summary>
    public CaseParameters With(string parameter, JsonNode? value) =>
        this with { Parameters = [.. Parameters.Where(given => !string.Equals(given.Name, parameter, StringComparison.Ordinal)), (parameter, value)] };

    private KnowledgeResource AsResource(ParameterSet declared, KnowledgeResource? siteParameters, string name)
    {
        var list = new JsonArray();
        foreach (var (parameter, value) in Parameters)
        {
            var member = MemberOf(declared.Find(parameter), value);
            foreach (var one in value is JsonArray codes ? codes.ToArray() : [value])
            {
                list.Add(new JsonObject { ["name"] = parameter, [member] = one?.DeepClone() });
            }
        }

        var json = new JsonObject { ["resourceType"] = "Parameters", ["id"] = "variant" };
        if (list.Count > 0)
        {
            json["parameter"] = list;
        }

        var resource = KnowledgeSource.Read($"{name} parameters", Encoding.UTF8.GetBytes(json.ToJsonString()));
        if (siteParameters is not null)
        {
            var given = ((Hl7.Fhir.Model.Parameters)siteParameters.Resource).Parameter;
            var others = given.Where(parameter => !Parameters.Any(own => string.Equals(own.Name, parameter.Name, StringComparison.Ordinal)));
            ((Hl7.Fhir.Model.Parameters)resource.Resource).Parameter.InsertRange(0, others);
        }

        return resource;
    }

    /// <summary>Gets the value[x] element of a parameter. A parameter that the plan does not declare is rejected later, by the plan's loader.</summary>
    private static string MemberOf(PlanParameter? parameter, JsonNode? value) => parameter?.Type switch
    {
        ParameterType.Integer => "valueInteger",
        ParameterType.Decimal => "valueDecimal",
        ParameterType.Boolean => "valueBoolean",
        _ => value?.GetValueKind() is JsonValueKind.Number ? "valueDecimal" : "valueCode",
    };
}
