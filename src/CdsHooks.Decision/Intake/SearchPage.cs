using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Unicode;
using CdsHooks.Decision.Evidence;
using CdsHooks.Fhir.Terminology;

namespace CdsHooks.Decision.Intake;

/// <summary>The response of a FHIR server to one search or read, reduced to the resources that may matter to a rule.</summary>
public sealed class SearchPage
{
    private static readonly SearchPage Broken = new(new PrefetchPart(null) { IsBroken = true }, EvidenceKind.Patient);

    private SearchPage(PrefetchPart part, EvidenceKind kind)
    {
        Count = part.ReceivedOf(kind);
        Uncoded = part.UncodedOf(kind);
        IsCut = part.IsCut;
        Resources = [.. part.Kept.Select(kept => kept.Resource)];
        Entries = part.Entries;
        Total = part.Total;
        HasNext = part.HasNext;
        Next = part.Next;
        Outcome = part.OutcomeFor(kind) switch
        {
            PrefetchOutcome.Failed => RetrievalOutcome.Failed,
            PrefetchOutcome.Unparseable => RetrievalOutcome.Unparseable,
            _ when part.IsNull => RetrievalOutcome.Unparseable,
            PrefetchOutcome.Empty => RetrievalOutcome.Empty,
            _ => RetrievalOutcome.Fetched,
        };
    }

    /// <summary>Gets the outcome: Fetched, Empty, Failed (an OperationOutcome with an error) or Unparseable.</summary>
    public RetrievalOutcome Outcome { get; }

    /// <summary>Gets the number of resources of the requested kind, kept or not.</summary>
    public int Count { get; }

    /// <summary>Gets the number of those without a code that the rules read.</summary>
    public int Uncoded { get; }

    /// <summary>Gets a value indicating whether the server says that it left something out.</summary>
    public bool IsCut { get; }

    /// <summary>Gets the number of entries of any kind.</summary>
    public int Entries { get; }

    /// <summary>Gets the number of matches on all pages, as the server states it; 0 when it does not.</summary>
    public long Total { get; }

    /// <summary>Gets the kept resources, unread.</summary>
    public IReadOnlyList<RawResource> Resources { get; }

    /// <summary>Gets a value indicating whether there is a next page.</summary>
    public bool HasNext { get; }

    /// <summary>Gets the URL of the next page as the server sent it, unchecked; null when there is none, or when it is not stated.</summary>
    public string? Next { get; }

    /// <summary>Reads a response.</summary>
    /// <param name="body">The body, with or without a byte order mark; must stay unchanged as long as the resources are in use.</param>
    /// <param name="kind">The requested kind.</param>
    /// <param name="terminology">The codes that rules read.</param>
    /// <param name="keepAll">The kinds of which every resource is kept, whatever its codes.</param>
    /// <returns>The page; one that is not JSON, not UTF-8 or nests deeper than 64 levels is <see cref="RetrievalOutcome.Unparseable"/>.</returns>
    public static SearchPage Read(ReadOnlyMemory<byte> body, EvidenceKind kind, TerminologyIndex terminology, IReadOnlySet<EvidenceKind> keepAll) =>
        Scan(body, kind, terminology, keepAll) is { } part ? new SearchPage(part, kind) : Broken;

    /// <summary>Reads the response to a read of a Medication.</summary>
    /// <param name="body">The body; must stay unchanged as long as the result is in use.</param>
    /// <param name="terminology">The codes that rules read.</param>
    /// <returns>The Medication, unread; null when there is none.</returns>
    public static RawResource? ReadMedication(ReadOnlyMemory<byte> body, TerminologyIndex terminology)
    {
        var kept = Scan(body, null, terminology, ImmutableHashSet<EvidenceKind>.Empty)?.Kept ?? [];
        return kept.Find(found => found.Type.Role is RawResourceRole.Medication).Resource;
    }

    private static PrefetchPart? Scan(ReadOnlyMemory<byte> answer, EvidenceKind? kind, TerminologyIndex terminology, IReadOnlySet<EvidenceKind> keepAll)
    {
        var body = answer.Span.StartsWith("\uFEFF"u8) ? answer[3..] : answer;
        try
        {
            return Utf8.IsValid(body.Span) ? new PrefetchScanner(terminology, keepAll).ScanAnswer(body, kind) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
