using CdsHooks.Fhir.Terminology;
using Hl7.Fhir.Model;

namespace CdsHooks.Decision.Plan;

/// <summary>What loading one plan shares: its parameters, the value sets, its faults.</summary>
internal sealed class LoadContext(KnowledgeResource plan, ParameterSet parameters, TerminologyIndex terminology, FaultList faults)
{
    public PlanDefinition Plan { get; } = (PlanDefinition)plan.Resource;

    public ParameterSet Parameters => parameters;

    public TerminologyIndex Terminology => terminology;

    public FaultList Faults => faults;

    /// <summary>Gets the words beside which a reason in words is not believed (<c>plan-denials</c>), lower case; empty where the plan has none.</summary>
    public IReadOnlyList<string> Denials { get; init; } = [];

    public void Fault(Base? element, string message) => faults.Add(plan, element, message);

    public bool IsEnabled(IExtendable element) => Enablement.IsEnabled(element, parameters, plan, faults);

    /// <summary>Finds the source that a citation names; a fault when the plan lists none of that label.</summary>
    public RelatedArtifact Source(RelatedArtifact cited)
    {
        var source = Plan.SourceOf(cited);
        if (source is { Citation: null, Display: null, Url: null })
        {
            Fault(cited, "A citation needs the label of a relatedArtifact of the plan, or a text or an address of its own.");
        }

        return source;
    }

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
