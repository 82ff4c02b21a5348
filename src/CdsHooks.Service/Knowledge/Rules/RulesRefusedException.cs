using System.Diagnostics.CodeAnalysis;
using CdsHooks.Decision.Plan;

namespace CdsHooks.Service.Knowledge.Rules;

/// <summary>The rules cannot be used: lists every fault, so that one start shows them all.</summary>
/// <param name="faults">The faults, errors only.</param>
[SuppressMessage("Design", "CA1032:Implement standard exception constructors", Justification = "Without faults it means nothing.")]
[SuppressMessage("Roslynator", "RCS1194:Implement exception constructors", Justification = "Without faults it means nothing.")]
internal sealed class RulesRefusedException(IReadOnlyList<KnowledgeFault> faults)
    : Exception($"The rules cannot be used ({faults.Count} {(faults.Count == 1 ? "error" : "errors")}):{Environment.NewLine}{string.Join(Environment.NewLine, faults)}")
{
    public IReadOnlyList<KnowledgeFault> Faults => faults;
}
