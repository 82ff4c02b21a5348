using System.Diagnostics.CodeAnalysis;

namespace CdsHooks.Service.Hooks.Export;

/// <summary>A line that cannot be imported. The message names the place and never repeats a value.</summary>
/// <param name="message">The place and the issue.</param>
[SuppressMessage("Design", "CA1032:Implement standard exception constructors", Justification = "The message is required.")]
[SuppressMessage("Roslynator", "RCS1194:Implement exception constructors", Justification = "The message is required.")]
internal sealed class LineException(string message) : Exception(message);
