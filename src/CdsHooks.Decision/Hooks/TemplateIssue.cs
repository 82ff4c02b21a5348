namespace CdsHooks.Decision.Hooks;

/// <summary>One thing that is wrong with a prefetch template.</summary>
/// <param name="Message">One sentence for the person who keeps the discovery document.</param>
/// <param name="IsError">True for what CDS Hooks forbids (SHALL); false for what some clients are known to get wrong (SHOULD, experience).</param>
public sealed record TemplateIssue(string Message, bool IsError = true);
