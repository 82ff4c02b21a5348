using System.Text.Json;
using System.Text.Unicode;
using CdsHooks.Decision.Evidence;
using CdsHooks.Fhir.Terminology;

namespace CdsHooks.Decision.Intake;

/// <summary>Reads a whole chart that was exported, rather than sent with a call.</summary>
public static class ChartScan
{
    /// <summary>Scans the resources of one patient.</summary>
    /// <param name="resources">The resources as JSON, in any order; they must stay unchanged as long as the sets are in use.</param>
    /// <param name="complete">The kinds of which the export has every resource. A kind that is not among them may have more than was exported.</param>
    /// <param name="terminology">The codes that rules read.</param>
    /// <param name="keepAll">The kinds of which every resource is kept, whatever its codes.</param>
    /// <returns>
    /// One set for each of <see cref="PrefetchKeys.All"/>, in that order: <see cref="RetrievalOutcome.Prefetched"/> or
    /// <see cref="RetrievalOutcome.Empty"/> where the export is complete, else <see cref="RetrievalOutcome.Truncated"/> or
    /// <see cref="RetrievalOutcome.NotRequested"/>. Resources that only help to read others are in the set of the patient. Where the type
    /// of a resource cannot be read, it may be of any kind: every set is <see cref="RetrievalOutcome.Truncated"/>.
    /// </returns>
    /// <exception cref="JsonException">A resource is not one JSON value in UTF-8, or nests deeper than 64 levels.</exception>
    public static IReadOnlyList<EvidenceSet> Read(
        IEnumerable<ReadOnlyMemory<byte>> resources, IReadOnlySet<EvidenceKind> complete, TerminologyIndex terminology, IReadOnlySet<EvidenceKind> keepAll)
    {
        var scanner = new PrefetchScanner(terminology, keepAll);
        var part = new PrefetchPart(expected: null);
        foreach (var resource in resources)
        {
            if (!Utf8.IsValid(resource.Span))
            {
                throw new JsonException();
            }

            scanner.ScanInto(resource, part);
        }

        var sets = new EvidenceSet[PrefetchKeys.All.Count];
        for (var index = 0; index < sets.Length; index++)
        {
            var (key, kind, _) = PrefetchKeys.All[index];
            List<RawResource> kept = [];
            foreach (var (type, raw) in part.Kept)
            {
                if ((type.Kind ?? EvidenceKind.Patient) == kind)
                {
                    kept.Add(raw);
                }
            }

            sets[index] = new EvidenceSet(new Retrieval(key, kind, OutcomeOf(part, kind, complete), part.ReceivedOf(kind)) { Uncoded = part.UncodedOf(kind) }, kept);
        }

        return sets;
    }

    /// <summary>Determines quickly whether a resource may be a ServiceRequest or a Procedure: whether it has a text that ends with such a word.</summary>
    /// <param name="resource">The resource as JSON.</param>
    /// <remarks>The search goes by the first and the last byte; an initial is much rarer in JSON than a quotation mark.</remarks>
    public static bool MayBeOrder(ReadOnlySpan<byte> resource) => resource.IndexOf("ServiceRequest\""u8) >= 0 || resource.IndexOf("Procedure\""u8) >= 0;

    private static RetrievalOutcome OutcomeOf(PrefetchPart part, EvidenceKind kind, IReadOnlySet<EvidenceKind> complete) => part.ReceivedOf(kind) > 0
        ? complete.Contains(kind) && !part.IsBroken ? RetrievalOutcome.Prefetched : RetrievalOutcome.Truncated
        : !complete.Contains(kind) ? RetrievalOutcome.NotRequested
        : part.IsBroken ? RetrievalOutcome.Truncated
        : RetrievalOutcome.Empty;
}
