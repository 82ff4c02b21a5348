using System.Diagnostics.CodeAnalysis;

namespace CdsHooks.Service.Host.Store;

/// <summary>The store could not be used, or not in time.</summary>
/// <param name="cause">Why, in a few words.</param>
/// <param name="exception">What happened.</param>
[SuppressMessage("Design", "CA1032:Implement standard exception constructors", Justification = "Without a cause it means nothing.")]
[SuppressMessage("Roslynator", "RCS1194:Implement exception constructors", Justification = "Without a cause it means nothing.")]
internal sealed class StoreAwayException(string cause, Exception exception) : Exception($"The store is away: {cause}.", exception);
