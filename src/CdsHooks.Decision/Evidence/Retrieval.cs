namespace CdsHooks.Decision.Evidence;

/// <summary>How one set of evidence was got, as the assessment reports it.</summary>
/// <param name="Key">The prefetch key of the set, e.g. <c>conditions</c>.</param>
/// <param name="Kind">What the set holds.</param>
/// <param name="Outcome">How it was got.</param>
/// <param name="Count">Resources of the set that were received, 0 or more, relevant or not.</param>
public sealed record Retrieval(string Key, EvidenceKind Kind, RetrievalOutcome Outcome, int Count)
{
    /// <summary>Gets how many of them have no code that the rules read: words alone, or codes of systems that no value set covers.</summary>
    public int Uncoded { get; init; }

    /// <summary>Gets a value indicating whether everything there is has been received, so that "nothing found" may be said.</summary>
    public bool IsComplete => Outcome is RetrievalOutcome.Prefetched or RetrievalOutcome.Fetched or RetrievalOutcome.Empty;
}
