namespace CdsHooks.Decision.Plan;

/// <summary>One thing that is wrong with the knowledge: where it stands and what would mend it.</summary>
/// <param name="File">The file, relative to the knowledge folder.</param>
/// <param name="Location">FHIRPath of the element, e.g. <c>PlanDefinition.action[1].action[3].input[0]</c>; empty for the whole file.</param>
/// <param name="Message">One sentence for the person who keeps the rules.</param>
/// <param name="IsError">True when the rules must not be used like this; false for something worth a look.</param>
public sealed record KnowledgeIssue(string File, string Location, string Message, bool IsError = true)
{
    /// <inheritdoc/>
    public override string ToString() =>
        $"{(IsError ? "error" : "warning")} {File}{(Location.Length == 0 ? string.Empty : " " + Location)}: {Message}";
}
