using System.Diagnostics.CodeAnalysis;

namespace CdsHooks.Service.Host.Hosting;

/// <summary>Ends the start of the service with a message for whoever runs it.</summary>
/// <param name="message">Everything that is wrong, so that one start shows it all.</param>
[SuppressMessage("Design", "CA1032:Implement standard exception constructors", Justification = "Without a message it means nothing.")]
[SuppressMessage("Roslynator", "RCS1194:Implement exception constructors", Justification = "Without a message it means nothing.")]
internal sealed class StartRefusedException(string message) : Exception(message);
