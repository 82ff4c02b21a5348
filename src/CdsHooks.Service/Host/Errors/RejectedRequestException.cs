using System.Diagnostics.CodeAnalysis;

namespace CdsHooks.Service.Host.Errors;

/// <summary>A call that is refused: carries the whole answer, so that nobody has to map it.</summary>
/// <param name="outcome">The answer.</param>
[SuppressMessage("Design", "CA1032:Implement standard exception constructors", Justification = "Without an answer it means nothing.")]
[SuppressMessage("Roslynator", "RCS1194:Implement exception constructors", Justification = "Without an answer it means nothing.")]
internal sealed class RejectedRequestException(Outcome outcome) : Exception(outcome.Issues[0].Text)
{
    public Outcome Outcome => outcome;
}
