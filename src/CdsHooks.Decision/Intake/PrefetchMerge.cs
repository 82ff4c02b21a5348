using CdsHooks.Decision.Evidence;

namespace CdsHooks.Decision.Intake;

/// <summary>Makes one set of evidence per kind out of what stood under the prefetch keys.</summary>
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
        draft.Resources.AddRange(part.Kept.Select(kept => kept.Slice));
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

        // Companions with no evidence of their own key stand with the patient, whose standing they leave alone.
        home ??= DraftOf(EvidenceKind.Patient);
        foreach (var (type, slice) in part.Kept)
        {
            var target = type.Kind is { } kind && part.IsSearchedFor(kind) ? DraftOf(kind) : home;
            target.Resources.Add(slice);
        }
    }

    private SetDraft DraftOf(EvidenceKind kind) => _drafts[(int)kind];

    private sealed class SetDraft
    {
        private SetStanding _standing;
        private int _count;
        private int _uncoded;

        public List<ResourceSlice> Resources { get; } = [];

        public void Add(PrefetchPart part, EvidenceKind kind)
        {
            var standing = part.StandingOf(kind);
            _standing = standing > _standing ? standing : _standing;
            _count += part.ReceivedOf(kind);
            _uncoded += part.UncodedOf(kind);
        }

        public EvidenceSet ToSet(string key, EvidenceKind kind)
        {
            var outcome = _standing switch
            {
                SetStanding.NotSent => RetrievalOutcome.NotRequested,
                SetStanding.Failed => RetrievalOutcome.Failed,
                SetStanding.Empty when _count is 0 => RetrievalOutcome.Empty,
                SetStanding.Empty or SetStanding.Prefetched => RetrievalOutcome.Prefetched,
                SetStanding.Fragment or SetStanding.Truncated => RetrievalOutcome.Truncated,
                _ => RetrievalOutcome.Unparseable,
            };
            return new EvidenceSet(new Retrieval(key, kind, outcome, _count) { Uncoded = _uncoded }, Resources);
        }
    }
}
