using System.Diagnostics.CodeAnalysis;

namespace CdsHooks.Decision.Intake;

/// <summary>The exception for a request that violates the rules of CDS Hooks or of JSON: a client error, answered with 400.</summary>
/// <remarks>The message names the place and the expectation. It never contains a value or a name taken from the request.</remarks>
[SuppressMessage("Design", "CA1032:Implement standard exception constructors", Justification = "The place and the problem are required.")]
[SuppressMessage("Roslynator", "RCS1194:Implement exception constructors", Justification = "The place and the problem are required.")]
public sealed class HookRequestException : Exception
{
    /// <summary>Initializes a new instance of the <see cref="HookRequestException"/> class for the request as a whole.</summary>
    /// <param name="message">The problem, e.g. <c>is not valid JSON</c>.</param>
    /// <param name="innerException">The exception thrown while reading. It may contain values, so it must not be shown or logged.</param>
    public HookRequestException(string message, Exception innerException)
        : base($"{Root} {message}", innerException)
    {
        JsonPath = Root;
        Problem = message;
    }

    /// <summary>Initializes a new instance of the <see cref="HookRequestException"/> class.</summary>
    /// <param name="jsonPath">The place, e.g. <c>$.context.draftOrders.entry[0].resource</c>.</param>
    /// <param name="problem">The problem, as a phrase that follows the place, e.g. <c>must be an object</c>.</param>
    public HookRequestException(string jsonPath, string problem)
        : base($"{jsonPath} {problem}")
    {
        JsonPath = jsonPath;
        Problem = problem;
    }

    /// <summary>Gets the place as a JSON path that starts with <c>$</c>; indexes count from 0.</summary>
    public string JsonPath { get; }

    /// <summary>Gets the problem, as a phrase that follows the path.</summary>
    public string Problem { get; }

    private static string Root => "$";
}
