using CdsHooks.Fhir.Terminology;
using Hl7.Fhir.Model;

namespace CdsHooks.Decision.Rules;

/// <summary>What loading one plan shares: its parameters, the value sets, its faults.</summary>
internal sealed class LoadContext(KnowledgeResource plan, ParameterSet parameters, TerminologyIndex terminology, FaultList faults)
{
    public ParameterSet Parameters => parameters;

    public TerminologyIndex Terminology => terminology;

    public FaultList Faults => faults;

    /// <summary>Gets the words beside which a reason in words is not believed (<c>plan-denials</c>), lower case; empty where the plan has none.</summary>
    public IReadOnlyList<string> Denials { get; init; } = [];

    public void Fault(Base? element, string message) => faults.Add(plan, element, message);

    public bool IsEnabled(IExtendable element) => Enablement.IsEnabled(element, parameters, plan, faults);

    /// <summary>Index of a value set; a fault when there is none of that canonical.</summary>
    public int? ValueSet(string canonical, Base? at)
    {
        var index = terminology.IndexOf(canonical);
        if (index >= 0)
        {
            return index;
        }

        Fault(at, "There is no such value set in the knowledge folder.");
        return null;
    }
}
