using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Evidence;

namespace CdsHooks.Decision.Criteria.Matching;

/// <summary>What all inputs of one leaf make of the record.</summary>
internal sealed class InputMatches
{
    public List<(EvidenceRecord Record, EvidenceInput Input)> Counts { get; } = [];

    public List<(EvidenceRecord Record, EvidenceInput Input)> Spans { get; } = [];

    public List<EvidenceRecord> Excepts { get; } = [];

    public List<(EvidenceRecord Record, Reason Reason, DoubtScope Scope, EvidenceInput Input)> Doubts { get; } = [];

    public List<(EvidenceRecord Record, Reason Reason)> Explains { get; } = [];

    public List<(EvidenceRecord Record, Reason Reason)> Dropped { get; } = [];

    /// <summary>Gets why the first record that may count could not be read; null when all could.</summary>
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

    public void Add(EvidenceRecord record, EvidenceInput input, Match match)
    {
        if (match.Kind is MatchKind.Doubt && input.Role is not InputRole.Explains)
        {
            Doubts.Add((record, match.Reason, input.DoubtScope, input));
        }
        else if (match.Kind is MatchKind.Dropped && input.Role is not (InputRole.Doubts or InputRole.Explains or InputRole.Excepts))
        {
            Dropped.Add((record, match.Reason));
        }
        else if (match.Kind is MatchKind.Counts)
        {
            AddCounting(record, input);
        }
    }

    /// <summary>
    /// A record that would be too old whatever its status says raises no doubt: it is told as too old, unless nobody can tell what it
    /// is about.
    /// </summary>
    /// <param name="from">First day of the look-back.</param>
    /// <param name="assumedDays">How long a drug lasts that states no length; 0 when nothing is assumed.</param>
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

    /// <summary>Whether its last day is known to lie before a day; a course without an end and a drug without a length may go on.</summary>
    private static bool IsOver(EvidenceRecord record, DateOnly from, int assumedDays) => record switch
    {
        { End: { } end } => end.IsCertainlyBefore(from),
        { Start: null } or { Kind: EvidenceKind.Procedure } => false,
        DrugRecord drug => DrugLength.IsOver(drug, from, assumedDays),
        { Start: { } start } => start.IsCertainlyBefore(from),
    };

    private void AddCounting(EvidenceRecord record, EvidenceInput input)
    {
        switch (input.Role)
        {
            case InputRole.Spans:
                Spans.Add((record, input));
                break;
            case InputRole.Excepts:
                Excepts.Add(record);
                break;
            case InputRole.Doubts:
                Doubts.Add((record, input.GivenReason ?? Reason.NotCoded, input.DoubtScope, input));
                break;
            case InputRole.Explains:
                Explains.Add((record, input.GivenReason ?? Reason.Excluded));
                break;
            default:
                Counts.Add((record, input));
                break;
        }
    }
}
