using CdsHooks.Decision.Evidence;
using CdsHooks.Decision.Hooks;
using CdsHooks.Decision.Intake;
using CdsHooks.Fhir.Terminology;
using CdsHooks.Service.Host.Telemetry;

namespace CdsHooks.Service.Hooks.ServiceCall;

/// <summary>Finds the codes of a call that the rules do not know. Runs after the response, from the bytes of the call.</summary>
internal sealed class UnknownCodes(CodeCounts counts)
{
    /// <summary>Counts the codes of the selected orders of a call whose orders no plan covers.</summary>
    public void CountOrders(HookContext context, TerminologyIndex terminology)
    {
        foreach (var order in context.DraftOrders)
        {
            if (order is { IsSelected: true, ResourceType: "ServiceRequest" })
            {
                Count(CodeUse.Order, order.Resource.Json.Span, "code"u8, terminology);
            }
        }
    }

    /// <summary>
    /// Counts the codes of drugs of which no value set contains any, and of conditions whose systems no value set uses: what the rules
    /// cannot read. A condition that they can read and have no use for is not counted.
    /// </summary>
    public void CountEvidence(IReadOnlyList<EvidenceSet> sets, TerminologyIndex terminology)
    {
        foreach (var (retrieval, resources) in sets)
        {
            if (retrieval.Kind is EvidenceKind.Condition or EvidenceKind.MedicationRequest or EvidenceKind.MedicationStatement)
            {
                foreach (var resource in resources)
                {
                    CountEvidence(retrieval.Kind, resource, terminology);
                }
            }
        }
    }

    private void CountEvidence(EvidenceKind set, RawResource resource, TerminologyIndex terminology)
    {
        if (resource.Kind is EvidenceKind.MedicationRequest or EvidenceKind.MedicationStatement)
        {
            CountUnread(CodeUse.Drug, resource, "medicationCodeableConcept"u8, terminology);
        }
        else if (set is not EvidenceKind.Condition || !resource.IsUnused)
        {
            // A Medication that came with the requests has a code of its own.
            CountUnread(set is EvidenceKind.Condition ? CodeUse.Diagnosis : CodeUse.Drug, resource, "code"u8, terminology);
        }
    }

    /// <summary>Counts the codings of a concept unless the rules can read one of them.</summary>
    private void CountUnread(CodeUse use, RawResource resource, ReadOnlySpan<byte> element, TerminologyIndex terminology)
    {
        CodingScanner codings = new(resource.Json.Span, element);
        while (codings.MoveNext())
        {
            if (use is CodeUse.Drug ? terminology.Knows(codings.System, codings.Code) : terminology.Covers(codings.System))
            {
                return;
            }
        }

        Count(use, resource.Json.Span, element, terminology);
    }

    private void Count(CodeUse use, ReadOnlySpan<byte> resource, ReadOnlySpan<byte> element, TerminologyIndex terminology)
    {
        CodingScanner codings = new(resource, element);
        while (codings.MoveNext())
        {
            counts.Count(use, codings.System, codings.Code, terminology.Covers(codings.System));
        }
    }
}
