using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CdsHooks.Cli.Output;
using CdsHooks.Cli.Plans;
using CdsHooks.Decision;
using CdsHooks.Decision.Plan;

namespace CdsHooks.Cli.Cases;

/// <summary>What a run is decided under: site parameters of the folder, and single parameters on top of it.</summary>
/// <param name="Id">Id of site parameters; null for the plan's own values.</param>
/// <param name="Parameters">Values by parameter name, as the variant writes them; lists as arrays.</param>
internal sealed record CaseParameters(string? Id, IReadOnlyList<(string Name, JsonNode? Value)> Parameters)
{
    /// <summary>The plan's own values.</summary>
    public static CaseParameters None { get; } = new(null, []);

    /// <summary>Loads a plan under these parameters.</summary>
    /// <param name="source">The rules.</param>
    /// <param name="plan">The plan under its own values.</param>
    /// <param name="name">How messages name the run.</param>
    /// <exception cref="CommandException">There are no such site parameters, or the plan refuses a value.</exception>
    public CompiledPlan Load(KnowledgeSource source, CompiledPlan plan, string name)
    {
        var definition = source.FindPlan(plan.Rules.Canonical);
        return Parameters.Count == 0
            ? source.Load(definition, Id)
            : source.Load(definition, AsResource(source, definition, plan.Rules.Parameters, name));
    }

    /// <summary>The same with one parameter at another value.</summary>
    public CaseParameters With(string parameter, JsonNode? value) =>
        this with { Parameters = [.. Parameters.Where(given => !string.Equals(given.Name, parameter, StringComparison.Ordinal)), (parameter, value)] };

    private KnowledgeResource AsResource(KnowledgeSource source, KnowledgeResource definition, ParameterSet declared, string name)
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
        if (Id is not null)
        {
            var given = ((Hl7.Fhir.Model.Parameters)source.FindSiteParameters(definition, Id).Resource).Parameter;
            var others = given.Where(parameter => !Parameters.Any(own => string.Equals(own.Name, parameter.Name, StringComparison.Ordinal)));
            ((Hl7.Fhir.Model.Parameters)resource.Resource).Parameter.InsertRange(0, others);
        }

        return resource;
    }

    /// <summary>The value[x] a parameter takes; one that the plan does not declare is for the plan's loader to refuse.</summary>
    private static string MemberOf(PlanParameter? parameter, JsonNode? value) => parameter?.Type switch
    {
        ParameterType.Integer => "valueInteger",
        ParameterType.Decimal => "valueDecimal",
        ParameterType.Boolean => "valueBoolean",
        _ => value?.GetValueKind() is JsonValueKind.Number ? "valueDecimal" : "valueCode",
    };
}
