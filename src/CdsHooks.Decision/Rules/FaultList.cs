using CdsHooks.Fhir;

namespace CdsHooks.Decision.Rules;

/// <summary>Collects every fault of the knowledge: nothing short-circuits, so that one run shows them all.</summary>
public sealed class FaultList
{
    private readonly List<KnowledgeFault> _faults = [];

    /// <summary>Gets the faults in the order in which they were found.</summary>
    public IReadOnlyList<KnowledgeFault> Faults => _faults;

    /// <summary>Gets a value indicating whether any fault forbids the use of the rules.</summary>
    public bool HasErrors => _faults.Exists(fault => fault.IsError);

    /// <summary>Adds a fault at an element.</summary>
    /// <param name="file">The file the element stands in.</param>
    /// <param name="node">The element.</param>
    /// <param name="message">What is wrong.</param>
    public void Add(string file, FhirNode node, string message) => Add(new KnowledgeFault(file, node.Location, message));

    /// <summary>Adds a fault.</summary>
    /// <param name="fault">The fault.</param>
    public void Add(KnowledgeFault fault)
    {
        if (!_faults.Contains(fault))
        {
            _faults.Add(fault);
        }
    }
}
