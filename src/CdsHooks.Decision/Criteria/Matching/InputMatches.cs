using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Evidence;

namespace CdsHooks.Decision.Criteria.Matching;

/// <summary>The matches of all inputs of one leaf, by role.</summary>
internal sealed class InputMatches
{
    public List<(EvidenceRecord Record, EvidenceInput Input)> Counts { get; } = [];

    public List<(EvidenceRecord Record, EvidenceInput Input)> Spans { get; } = [];

    public List<EvidenceRecord> Excepts { get; } = [];

    public List<(EvidenceRecord Record, Reason Reason, DoubtScope Scope, EvidenceInput Input)> Doubts { get; } = [];

    public List<(EvidenceRecord Record, Reason Reason)> Explains { get; } = [];

    public List<(EvidenceRecord Record, Reason Reason)> Dropped { get; } = [];

    /// <summary>Gets the reason why the first unreadable record that may count is in doubt; null when all are readable.</summary>
    public Reason? Unread => Doubts.Find(doubt => doubt.Input.Role is not InputRole.Doubts) is { Input: not null, Reason: var reason } ? reason : null;

    public static InputMatches Take(IReadOnlyList<EvidenceInput> inputs, IAssessmentState context, bool onlySelected = false)
    {
        var matches = new InputMatches();
        foreach (var input in inputs)
        {
            if (!input.MayMatch(context.Record))
            {
                continue;
            }

            var records = context.Record.Of(input.Kind);
            for (var index = 0; index < records.Count; index++)
            {
                if (!onlySelected || records[index] is not OrderRecord { IsSelected: false })
                {
                    matches.Add(records[index], input, input.Examine(records[index], context));
                }
            }
        }

        return matches;
    }

    private void Add(EvidenceRecord record, EvidenceInput input, Match match)
    {
        switch (match.Kind, input.Role)
        {
            case (MatchKind.Doubt, not InputRole.Explains):
                Doubts.Add((record, match.Reason, input.DoubtScope, input));
                break;
            case (MatchKind.Dropped, not (InputRole.Doubts or InputRole.Explains or InputRole.Excepts)):
                Dropped.Add((record, match.Reason));
                break;
            case (MatchKind.Counts, InputRole.Spans):
                Spans.Add((record, input));
                break;
            case (MatchKind.Counts, InputRole.Excepts):
                Excepts.Add(record);
                break;
            case (MatchKind.Counts, InputRole.Doubts):
                Doubts.Add((record, input.GivenReason ?? Reason.NotCoded, input.DoubtScope, input));
                break;
            case (MatchKind.Counts, InputRole.Explains):
                Explains.Add((record, input.GivenReason ?? Reason.Excluded));
                break;
            case (MatchKind.Counts, _):
                Counts.Add((record, input));
                break;
        }
    }

    /// <summary>Removes the doubts of records that are too old whatever their status, and drops those that match as too old.</summary>
    /// <param name="from">The first day of the look-back.</param>
    /// <param name="assumedDays">The assumed length in days of a drug without a stated length; 0 when nothing is assumed.</param>
    public void SettleOldDoubts(DateOnly from, int assumedDays = 0)
    {
        foreach (var (record, _, _, input) in Doubts.FindAll(doubt => doubt.Input.Role is InputRole.Counts or InputRole.Spans && IsOver(doubt.Record, from, assumedDays)))
        {
            Doubts.RemoveAll(doubt => ReferenceEquals(doubt.Record, record) && ReferenceEquals(doubt.Input, input));
            if (input.IsAbout(record))
            {
                Dropped.Add((record, Reason.TooOld));
            }
        }
    }

    /// <summary>Determines whether the last day of a record certainly lies before a day. A course without an end and a drug without a length may continue.</summary>
    private static bool IsOver(EvidenceRecord record, DateOnly from, int assumedDays) => record switch
    {
        { End: { } end } => end.IsCertainlyBefore(from),
        { Start: null } or { Kind: EvidenceKind.Procedure } => false,
        DrugRecord drug => DrugLength.IsOver(drug, from, assumedDays),
        { Start: { } start } => start.IsCertainlyBefore(from),
    };
}
