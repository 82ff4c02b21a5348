namespace CdsHooks.Decision.Intake;

/// <summary>A request that breaks the rules of CDS Hooks or of JSON: the caller's error, answered with 400.</summary>
/// <remarks>The message names the place and what is expected there. It never holds a value or a name taken from the request.</remarks>
public sealed class HookRequestException : Exception
{
    /// <summary>Initializes a new instance of the <see cref="HookRequestException"/> class for the request as a whole.</summary>
    public HookRequestException()
        : this(Root, "cannot be read")
    {
    }

    /// <summary>Initializes a new instance of the <see cref="HookRequestException"/> class for the request as a whole.</summary>
    /// <param name="message">What is wrong, e.g. <c>must be an object</c>.</param>
    public HookRequestException(string message)
        : this(Root, message)
    {
    }

    /// <summary>Initializes a new instance of the <see cref="HookRequestException"/> class for the request as a whole.</summary>
    /// <param name="message">What is wrong, e.g. <c>is not valid JSON</c>.</param>
    /// <param name="innerException">What was thrown while reading; it may hold values, so it must not be shown or logged.</param>
    public HookRequestException(string message, Exception innerException)
        : base($"{Root} {message}", innerException)
    {
        JsonPath = Root;
        Problem = message;
    }

    /// <summary>Initializes a new instance of the <see cref="HookRequestException"/> class.</summary>
    /// <param name="jsonPath">The place, e.g. <c>$.context.draftOrders.entry[0].resource</c>.</param>
    /// <param name="problem">What is wrong there, reading on from the place, e.g. <c>must be an object</c>.</param>
    public HookRequestException(string jsonPath, string problem)
        : base($"{jsonPath} {problem}")
    {
        JsonPath = jsonPath;
        Problem = problem;
    }

    /// <summary>Gets the place as a JSON path that starts with <c>$</c>; indexes count from 0.</summary>
    public string JsonPath { get; }

    /// <summary>Gets what is wrong there, in words that read on from the path.</summary>
    public string Problem { get; }

    private static string Root => "$";
}
