using CdsHooks.Decision.Evidence;

namespace CdsHooks.Decision.Intake;

/// <summary>Merges the values of the prefetch keys into one set of evidence per kind.</summary>
internal sealed class PrefetchMerge
{
    private readonly SetDraft[] _drafts = [.. Enum.GetValues<EvidenceKind>().Select(_ => new SetDraft())];

    private PrefetchMerge()
    {
    }

    public static IReadOnlyList<EvidenceSet> ToSets(IReadOnlyList<PrefetchPart> parts)
    {
        var merge = new PrefetchMerge();
        foreach (var part in parts)
        {
            if (part.Expected is { } expected)
            {
                merge.AddWhole(part, expected);
            }
            else
            {
                merge.AddByType(part);
            }
        }

        return [.. PrefetchKeys.All.Select(entry => merge.DraftOf(entry.Kind).ToSet(entry.Key, entry.Kind))];
    }

    private void AddWhole(PrefetchPart part, EvidenceKind kind)
    {
        var draft = DraftOf(kind);
        draft.Add(part, kind);
        draft.Resources.AddRange(part.Kept.Select(kept => kept.Resource));
    }

    private void AddByType(PrefetchPart part)
    {
        SetDraft? home = null;
        foreach (var (_, kind, _) in PrefetchKeys.All)
        {
            if (part.IsSearchedFor(kind))
            {
                DraftOf(kind).Add(part, kind);
                home = kind is EvidenceKind.Patient ? home : home ?? DraftOf(kind);
            }
        }

        // Companions under a key without evidence join the set of the patient, without affecting its outcome.
        home ??= DraftOf(EvidenceKind.Patient);
        foreach (var (type, raw) in part.Kept)
        {
            var target = type.Kind is { } kind && part.IsSearchedFor(kind) ? DraftOf(kind) : home;
            target.Resources.Add(raw);
        }
    }

    private SetDraft DraftOf(EvidenceKind kind) => _drafts[(int)kind];

    private sealed class SetDraft
    {
        private PrefetchOutcome _outcome;
        private int _count;
        private int _uncoded;

        public List<RawResource> Resources { get; } = [];

        public void Add(PrefetchPart part, EvidenceKind kind)
        {
            var outcome = part.OutcomeFor(kind);
            _outcome = outcome > _outcome ? outcome : _outcome;
            _count += part.ReceivedOf(kind);
            _uncoded += part.UncodedOf(kind);
        }

        public EvidenceSet ToSet(string key, EvidenceKind kind)
        {
            var outcome = _outcome switch
            {
                PrefetchOutcome.NotSent => RetrievalOutcome.NotRequested,
                PrefetchOutcome.Failed => RetrievalOutcome.Failed,
                PrefetchOutcome.Empty when _count is 0 => RetrievalOutcome.Empty,
                PrefetchOutcome.Empty or PrefetchOutcome.Prefetched => RetrievalOutcome.Prefetched,
                PrefetchOutcome.Fragment or PrefetchOutcome.Truncated => RetrievalOutcome.Truncated,
                _ => RetrievalOutcome.Unparseable,
            };
            return new EvidenceSet(new Retrieval(key, kind, outcome, _count) { Uncoded = _uncoded }, Resources);
        }
    }
}
