using CdsHooks.Cli.Plans;
using CdsHooks.Decision;
using CdsHooks.Decision.Rules;
using CdsHooks.Fhir;

namespace CdsHooks.Cli.Explain;

/// <summary>The plan that is being explained, as it stands in the file and as it is in force.</summary>
internal sealed class PlanContext(KnowledgeSource source, KnowledgeResource resource, Plan plan)
{
    public PlanTree Tree { get; } = new(resource);

    public RuleSet Rules => plan.Rules;

    public PlanDefinitionHeader Header { get; } = PlanDefinitionHeader.Of(resource);

    /// <summary>Whether an action, input, row or line takes part under the values in force.</summary>
    public bool IsEnabled(FhirNode element) => Enablement.IsEnabled(element, plan.Rules.Parameters, resource.File, new FaultList());

    /// <summary>A value set by its title, with its size.</summary>
    public string ValueSet(string canonical)
    {
        var title = Title(canonical);
        var index = plan.Rules.Terminology.IndexOf(canonical);
        var count = index < 0 ? 0 : plan.Rules.Terminology.MemberCount(index);
        return $"\"{title}\" ({(count == 1 ? "1 code" : $"{count} codes")})";
    }

    /// <summary>Any resource of the knowledge by its title.</summary>
    public string Title(string canonical) =>
        source.Knowledge.Find(canonical)?.Resource.Root["title"u8].AsString() ?? canonical;
}
