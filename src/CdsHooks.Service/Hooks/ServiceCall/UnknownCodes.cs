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

    /// <summary>Counts the codes of drugs and conditions, of which no value set contains any.</summary>
    public void CountEvidence(IReadOnlyList<EvidenceSet> sets, TerminologyIndex terminology)
    {
        foreach (var (retrieval, resources) in sets)
        {
            foreach (var resource in resources)
            {
                switch (retrieval.Kind)
                {
                    case EvidenceKind.Condition:
                        CountUnread(CodeUse.Diagnosis, resource.Json.Span, "code"u8, terminology);
                        break;
                    case EvidenceKind.MedicationRequest or EvidenceKind.MedicationStatement:
                        // The code of a Medication that came with the requests is its own.
                        CountUnread(CodeUse.Drug, resource.Json.Span, "medicationCodeableConcept"u8, terminology);
                        CountUnread(CodeUse.Drug, resource.Json.Span, "code"u8, terminology);
                        break;
                }
            }
        }
    }

    /// <summary>Counts the codings of a concept unless a value set contains one of them.</summary>
    private void CountUnread(CodeUse use, ReadOnlySpan<byte> resource, ReadOnlySpan<byte> element, TerminologyIndex terminology)
    {
        CodingScanner codings = new(resource, element);
        while (codings.MoveNext())
        {
            if (terminology.Knows(codings.System, codings.Code))
            {
                return;
            }
        }

        Count(use, resource, element, terminology);
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
