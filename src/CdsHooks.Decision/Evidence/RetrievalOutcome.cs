namespace CdsHooks.Decision.Evidence;

/// <summary>How one set of evidence was got. Only <see cref="Prefetched"/>, <see cref="Fetched"/> and <see cref="Empty"/> are complete.</summary>
public enum RetrievalOutcome
{
    /// <summary>Neither sent by the client nor asked for: nothing is known about it.</summary>
    NotRequested,

    /// <summary>Sent by the client with the request, at least one resource.</summary>
    Prefetched,

    /// <summary>Read from the client's FHIR server, at least one resource.</summary>
    Fetched,

    /// <summary>Sent or read, and there is nothing: <c>null</c>, or a Bundle without matches.</summary>
    Empty,

    /// <summary>Only a part is in hand: a further page could not be followed, or a cap was reached.</summary>
    Truncated,

    /// <summary>The FHIR server refused (401, 403).</summary>
    Forbidden,

    /// <summary>Not back before the deadline.</summary>
    TimedOut,

    /// <summary>The client or the FHIR server reported a failure.</summary>
    Failed,

    /// <summary>Something came, but it could not be read as FHIR.</summary>
    Unparseable,
}
