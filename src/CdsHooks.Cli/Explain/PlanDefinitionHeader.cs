using CdsHooks.Decision.Plan;
using Hl7.Fhir.Model;

namespace CdsHooks.Cli.Explain;

/// <summary>What stands at the top of a plan.</summary>
internal sealed record PlanDefinitionHeader(string Title, string? Version, string? Date, string? Description, string? Purpose)
{
    public static PlanDefinitionHeader Of(KnowledgeResource plan)
    {
        var definition = (PlanDefinition)plan.Resource;
        return new PlanDefinitionHeader(
            definition.Title ?? plan.Url,
            definition.Version,
            definition.Date,
            definition.Description,
            definition.Purpose);
    }
}
