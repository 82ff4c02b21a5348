using CdsHooks.Decision.Rules;

namespace CdsHooks.Cli.Explain;

/// <summary>What stands at the top of a plan.</summary>
internal sealed record PlanDefinitionHeader(string Title, string? Version, string? Date, string? Description, string? Purpose)
{
    public static PlanDefinitionHeader Of(KnowledgeResource plan)
    {
        var root = plan.Resource.Root;
        return new PlanDefinitionHeader(
            root["title"u8].AsString() ?? plan.Url,
            root["version"u8].AsString(),
            root["date"u8].AsString(),
            root["description"u8].AsString(),
            root["purpose"u8].AsString());
    }
}
