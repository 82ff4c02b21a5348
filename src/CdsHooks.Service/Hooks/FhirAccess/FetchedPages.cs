using System.Collections.Concurrent;
using CdsHooks.Decision.Evidence;

namespace CdsHooks.Service.Hooks.FhirAccess;

/// <summary>What was fetched for one call, as bytes, so that other rules can read it again: a record that one plan has no use for may matter to another.</summary>
internal sealed class FetchedPages
{
    private readonly ConcurrentDictionary<FhirQuery, FhirReply> _replies = new();
    private readonly ConcurrentDictionary<EvidenceKind, IReadOnlyList<FhirQuery>> _queries = new();
    private long _bytes;

    /// <summary>Gets the number of bytes.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Gets the bodies of the replies, in no order; those that failed have none.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Bodies => _replies.Values.Select(reply => reply.Body).Where(body => body.Length > 0);

    /// <summary>Gets the server that was asked; null when nothing was fetched.</summary>
    public Server? Asked { get; private set; }

    /// <summary>Records the server, before the first request.</summary>
    public void NoteServer(Server server) => Asked = server;

    /// <summary>Records the searches of a set.</summary>
    public void NoteSearches(EvidenceKind kind, IReadOnlyList<FhirQuery> queries) => _queries[kind] = queries;

    /// <summary>Records the reply to a request.</summary>
    public void Add(FhirQuery query, FhirReply reply)
    {
        if (_replies.TryAdd(query, reply))
        {
            Interlocked.Add(ref _bytes, reply.Body.Length);
        }
    }

    /// <summary>Gets the searches of a set; null when it was not fetched.</summary>
    public IReadOnlyList<FhirQuery>? SearchesOf(EvidenceKind kind) => _queries.GetValueOrDefault(kind);

    /// <summary>Gets the reply to a request; one that was not sent is <see cref="RetrievalOutcome.NotRequested"/>.</summary>
    public FhirReply ReplyTo(FhirQuery query) => _replies.GetValueOrDefault(query, new FhirReply(RetrievalOutcome.NotRequested));

    /// <summary>The server that was asked.</summary>
    /// <param name="Channel">The channel to the server.</param>
    /// <param name="Root">The base address that the call names.</param>
    /// <param name="Scopes">The scopes of the token.</param>
    /// <param name="ObservationCodes">The codes by which Observations were searched; null when they were not searched by code.</param>
    internal sealed record Server(FhirServerChannel Channel, Uri Root, SmartScopes Scopes, IReadOnlyList<string>? ObservationCodes);
}
