using Hl7.Fhir.Model;

namespace CdsHooks.Decision.Plan;

/// <summary>Collects every fault of the knowledge: nothing short-circuits, so that one run shows them all.</summary>
public sealed class FaultList
{
    private readonly List<KnowledgeFault> _faults = [];

    /// <summary>Gets the faults in the order in which they were found.</summary>
    public IReadOnlyList<KnowledgeFault> Faults => _faults;

    /// <summary>Gets a value indicating whether any fault forbids the use of the rules.</summary>
    public bool HasErrors => _faults.Exists(fault => fault.IsError);

    /// <summary>Adds an error at an element.</summary>
    /// <param name="resource">The resource that the element is part of.</param>
    /// <param name="element">The element; null for the resource as a whole.</param>
    /// <param name="message">What is wrong.</param>
    public void Add(KnowledgeResource resource, Base? element, string message)
    {
        ArgumentNullException.ThrowIfNull(resource);
        Add(new KnowledgeFault(resource.File, resource.Placed.PlaceOf(element), message));
    }

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
