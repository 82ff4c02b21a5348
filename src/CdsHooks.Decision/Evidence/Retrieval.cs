namespace CdsHooks.Decision.Evidence;

/// <summary>The retrieval of one set of evidence, as the assessment reports it.</summary>
/// <param name="Key">The prefetch key of the set, e.g. <c>conditions</c>.</param>
/// <param name="Kind">The kind of evidence in the set.</param>
/// <param name="Outcome">The outcome of the retrieval.</param>
/// <param name="Count">The number of resources of the set that were received, relevant or not.</param>
public sealed record Retrieval(string Key, EvidenceKind Kind, RetrievalOutcome Outcome, int Count)
{
    /// <summary>Gets the number of them without a code that the rules read: free text, or codes of systems that no value set covers.</summary>
    public int Uncoded { get; init; }

    /// <summary>Gets a value indicating whether the whole set was received, so that a rule may conclude "nothing found".</summary>
    public bool IsComplete => Outcome is RetrievalOutcome.Prefetched or RetrievalOutcome.Fetched or RetrievalOutcome.Empty;
}

/// <summary>The outcome of a retrieval. Only <see cref="Prefetched"/>, <see cref="Fetched"/> and <see cref="Empty"/> are complete.</summary>
public enum RetrievalOutcome
{
    /// <summary>Neither sent by the client nor requested: nothing is known about it.</summary>
    NotRequested,

    /// <summary>Sent by the client with the request, at least one resource.</summary>
    Prefetched,

    /// <summary>Read from the client's FHIR server, at least one resource.</summary>
    Fetched,

    /// <summary>Sent or read, without any resource: <c>null</c>, or a Bundle without matches.</summary>
    Empty,

    /// <summary>Only a part was received: a further page could not be followed, or a limit was reached.</summary>
    Truncated,

    /// <summary>The FHIR server refused (401, 403).</summary>
    Forbidden,

    /// <summary>No answer arrived before the deadline.</summary>
    TimedOut,

    /// <summary>The client or the FHIR server reported a failure.</summary>
    Failed,

    /// <summary>An answer arrived, but it could not be read as FHIR.</summary>
    Unparseable,
}

/// <summary>One set of evidence as received: its retrieval, and the resources in it that may matter to a rule.</summary>
/// <param name="Retrieval">The retrieval of the set.</param>
/// <param name="Resources">
/// The resources of the kinds that rules read, and the resources that they reference, as bytes of the received JSON. Those that no rule
/// can use are marked (<see cref="RawResource.IsUnused"/>).
/// </param>
public sealed record EvidenceSet(Retrieval Retrieval, IReadOnlyList<RawResource> Resources);
