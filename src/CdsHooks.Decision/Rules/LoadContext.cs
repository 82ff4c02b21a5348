using CdsHooks.Fhir;
using CdsHooks.Fhir.Terminology;

namespace CdsHooks.Decision.Rules;

/// <summary>What loading one plan shares: its parameters, the value sets, its faults.</summary>
internal sealed class LoadContext(string file, ParameterSet parameters, TerminologyIndex terminology, FaultList faults)
{
    public string File => file;

    public ParameterSet Parameters => parameters;

    public TerminologyIndex Terminology => terminology;

    public FaultList Faults => faults;

    public HashSet<string> UsedParameters { get; } = new(StringComparer.Ordinal);

    public void Fault(FhirNode node, string message) => faults.Add(file, node, message);

    public bool IsEnabled(FhirNode element)
    {
        foreach (var condition in element.Extensions("enabled-when"))
        {
            if (condition.Text("parameter") is { } name)
            {
                UsedParameters.Add(name);
            }
        }

        return Enablement.IsEnabled(element, parameters, file, faults);
    }

    /// <summary>Index of a value set; a fault when there is none of that canonical.</summary>
    public int? ValueSet(string canonical, FhirNode at)
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
