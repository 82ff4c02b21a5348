using Hl7.Fhir.Model;

namespace CdsHooks.Fhir.Terminology;

/// <summary>Collects the faults of a build, in the order found.</summary>
internal sealed class FaultLog
{
    private readonly List<TerminologyFault> _faults = [];

    internal IReadOnlyList<TerminologyFault> Faults => _faults;

    internal void Error(KnowledgeFile source, Base? element, string message) =>
        _faults.Add(new TerminologyFault(source.File, source.Placed.PlaceOf(element), message, IsError: true));

    internal void Warning(KnowledgeFile source, Base? element, string message) =>
        _faults.Add(new TerminologyFault(source.File, source.Placed.PlaceOf(element), message, IsError: false));
}
