using System.Diagnostics.CodeAnalysis;

namespace CdsHooks.Workbench;

/// <summary>Ends an instrument with one sentence for the person who uses it.</summary>
/// <remarks>The message names the file or the input and its issue, and never contains patient data.</remarks>
[SuppressMessage("Design", "CA1032:Implement standard exception constructors", Justification = "The message is required.")]
[SuppressMessage("Roslynator", "RCS1194:Implement exception constructors", Justification = "The message is required.")]
[SuppressMessage("Design", "CA1064:Exceptions should be public", Justification = "The whole library is internal to this solution.")]
internal abstract class WorkbenchException(string message) : Exception(message);

/// <summary>Something that the person named does not exist or is not valid.</summary>
[SuppressMessage("Design", "CA1032:Implement standard exception constructors", Justification = "The message is required.")]
[SuppressMessage("Roslynator", "RCS1194:Implement exception constructors", Justification = "The message is required.")]
internal sealed class InvalidInputException(string message) : WorkbenchException(message);

/// <summary>The rules cannot be used.</summary>
[SuppressMessage("Design", "CA1032:Implement standard exception constructors", Justification = "The message is required.")]
[SuppressMessage("Roslynator", "RCS1194:Implement exception constructors", Justification = "The message is required.")]
internal sealed class UnusableRulesException(string message, IReadOnlyList<Decision.Plan.KnowledgeIssue> errors) : WorkbenchException(message)
{
    /// <summary>Gets every error; empty when there are no rules at all.</summary>
    public IReadOnlyList<Decision.Plan.KnowledgeIssue> Errors => errors;
}
