using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Evidence;
using CdsHooks.Fhir.Reading;
using CdsHooks.Fhir.Terminology;

namespace CdsHooks.Decision.Criteria.Matching;

/// <summary>One compiled input: which records it reads, and what it makes of each.</summary>
internal sealed class EvidenceInput
{
    public required EvidenceKind Kind { get; init; }

    public required InputRole Role { get; init; }

    /// <summary>Gets the code filters; all must hold.</summary>
    public required (EvidencePath Path, int ValueSet)[] Filters { get; init; }

    /// <summary>Gets a value indicating whether a filter looks at reasons, which may point at records not in hand.</summary>
    public bool ReadsReason { get; init; }

    /// <summary>Gets a value indicating whether only the orders that the plan is about are read, not those that stand beside them.</summary>
    public bool OnlyOwnOrders { get; init; }

    /// <summary>Gets what the input asks of the part of the body.</summary>
    public required BodySiteFilter BodySite { get; init; }

    /// <summary>Gets what the input asks of the date.</summary>
    public required DateFilter Dates { get; init; }

    /// <summary>Gets the statuses that replace the table of usable ones; empty when the table applies.</summary>
    public IReadOnlyList<string> Statuses { get; init; } = [];

    public bool NeedsStatusReason { get; init; }

    /// <summary>Gets a value indicating whether a status reason in words suffices.</summary>
    public bool TakesWordsAsStatusReason { get; init; }

    /// <summary>Gets the names of the status reasons in the value set, where words suffice.</summary>
    public IReadOnlyList<string> StatusReasonNames { get; init; } = [];

    /// <summary>Gets the words beside which a status reason in words may mean the opposite, or only what was feared.</summary>
    public IReadOnlyList<string> Denials { get; init; } = [];

    /// <summary>Gets the value set the status reason must be in, or -1.</summary>
    public int StatusReasonIn { get; init; } = -1;

    public bool CountsHistory { get; init; }

    public bool CountsInProgress { get; init; }

    /// <summary>Gets the value set a reason must be in, or -1.</summary>
    public int NeedsReasonIn { get; init; } = -1;

    public Reason? GivenReason { get; init; }

    /// <summary>Gets a value indicating whether losing its set leaves the criterion open; not for what ordinary charts do not hold.</summary>
    public bool SetOpens { get; init; } = true;

    public DoubtScope DoubtScope { get; init; }

    /// <summary>Gets the value set whose codes, categories or routes drop a record, or -1.</summary>
    public int Exclude { get; init; } = -1;

    /// <summary>Gets the performers that count when the performer is known, or -1.</summary>
    public int Performers { get; init; } = -1;

    /// <summary>Gets a value indicating whether the performer must be known.</summary>
    public bool NeedsPerformer { get; init; }

    /// <summary>Gets the unit an Observation's value must convert to for the record to be usable; null for any record.</summary>
    public string? NeedsUnit { get; init; }

    /// <summary>Gets the greatest plausible value in that unit, whatever the sign; null for no limit.</summary>
    public decimal? MaxPlausible { get; init; }

    /// <summary>Gets words to find in an order's or drug's text; empty when codes decide. A drug's text is read only where no code tells.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>Gets words in the text that drop a record.</summary>
    public IReadOnlyList<string> ExcludedWords { get; init; } = [];

    /// <summary>Gets or sets the words by which the rules know drugs: one that is known so is resolved.</summary>
    public IReadOnlyList<string> DrugWords { get; set; } = [];

    /// <summary>Gets a value indicating whether a record without a code that the rules read, such as a diagnosis in words, may be what is looked for.</summary>
    public bool DoubtsUncoded { get; init; }

    /// <summary>Gets a value indicating whether only drugs that no value set knows are meant.</summary>
    public bool IsForUnresolved { get; init; }

    /// <summary>Gets the names of the drugs that an unknown one may be; empty when it may be any.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>Gets a value indicating whether only records that hold text which is not read are meant.</summary>
    public bool IsForUnreadText { get; init; }

    /// <summary>Gets the settings only one kind of criterion has.</summary>
    public MeasureThreshold? Threshold { get; init; }

    /// <summary>Gets the days before a report from which a usable value silences its doubt; null when nothing does.</summary>
    public int? GraceDays { get; init; }

    /// <summary>Gets a value indicating whether it reads drugs.</summary>
    public bool IsDrug => Kind is EvidenceKind.MedicationRequest or EvidenceKind.MedicationStatement;

    /// <summary>Whether any record in hand can match: cheap, and never wrong when it says no.</summary>
    public bool MayMatch(PatientRecord record)
    {
        var header = record.HeaderOf(Kind);
        if (header.IsEmpty || header.NeedsExamination || Words.Count > 0 || IsForUnresolved)
        {
            return !header.IsEmpty;
        }

        foreach (var (_, valueSet) in Filters)
        {
            if (!header.Present.Contains(valueSet))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether what was lost of its set may have been for it. A chart that holds one such record may have held more.</summary>
    public bool MayHaveLost(PatientRecord record) => SetOpens || record.Of(Kind).Any(IsAbout);

    public Match Examine(EvidenceRecord record, IAssessmentState context)
    {
        if (OnlyOwnOrders && !context.IsOwnOrder(record))
        {
            // Of an order whose body site hangs on a reason that is not in hand, nobody can tell.
            return context.OrdersDoubt is { } doubt && IsAbout(record) ? Match.Doubt(doubt) : Match.None;
        }

        if (!IsAbout(record))
        {
            return Unmatched(record, context);
        }

        if (record.EvidenceStatus is EvidenceStatus.Unusable)
        {
            return ByStatus(record);
        }

        if (record.Kind is not EvidenceKind.DraftOrder && record.Start is { } start && start.IsCertainlyAfter(context.Clock.Today))
        {
            return Match.None;
        }

        if (record.EvidenceStatus is EvidenceStatus.InProgress && record.Start is { } begun && begun.IsCertainlyAfter(context.Clock.EvaluationDate))
        {
            return Match.None;
        }

        return ByStatus(record)
            .And(ByAbatement(record, context))
            .And(BodySite.Judge(record, context))
            .And(ByReason(record))
            .And(ByVisit(record))
            .And(Dates.Judge(record, context));
    }

    public static ValueSetBits At(EvidenceRecord record, EvidencePath path) => path switch
    {
        EvidencePath.Code => record.Codes,
        EvidencePath.Value => record switch
        {
            ObservationRecord observation => observation.Values,
            ReportRecord report => report.Values,
            _ => default,
        },
        EvidencePath.Reason => record.Reasons,
        EvidencePath.Category => (record as CareRecord)?.Categories ?? default,
        EvidencePath.Participant => PerformersOf(record).Roles,
        _ => throw new ArgumentOutOfRangeException(nameof(path)),
    };

    /// <summary>Whether a record's codes and words are those looked for, as far as they can be read.</summary>
    public bool IsAbout(EvidenceRecord record)
    {
        if (IsForUnresolved)
        {
            return record is DrugRecord { IsResolved: false } drug
                && !Says(drug.SearchText, DrugWords)
                && (Names.Count == 0 || drug.IsNameless || Says(drug.SearchText, Names));
        }

        if ((Threshold is null && record is ObservationRecord { IsDenied: true }) || (IsForUnreadText && record is not ReportRecord { HasUnreadText: true }))
        {
            return false;
        }

        if (Words.Count > 0 && (!Says(TextOf(record), Words) || record is DrugRecord { IsResolved: true }))
        {
            return false;
        }

        foreach (var (path, valueSet) in Filters)
        {
            if (!At(record, path).Contains(valueSet))
            {
                return false;
            }
        }

        return true;
    }

    private static bool Says(string text, IReadOnlyList<string> words)
    {
        foreach (var word in words)
        {
            if (ContainsWord(text, word))
            {
                return true;
            }
        }

        return false;
    }

    private static bool ContainsWord(string text, string word)
    {
        for (var at = text.IndexOf(word, StringComparison.Ordinal); at >= 0; at = text.IndexOf(word, at + 1, StringComparison.Ordinal))
        {
            var end = at + word.Length;
            if ((at == 0 || !char.IsLetterOrDigit(text[at - 1])) && (end == text.Length || !char.IsLetterOrDigit(text[end])))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A record whose code is malformed may be about this; an order whose reason cannot be read may have this reason.</summary>
    private Match Unmatched(EvidenceRecord record, IAssessmentState context)
    {
        if (record.EvidenceStatus is EvidenceStatus.Excluded && ByStatus(record).Kind is MatchKind.None or MatchKind.Dropped)
        {
            return Match.None;
        }

        if (record.Unreadable.HasFlag(ElementParts.Code) || Array.Exists(Filters, filter => record.Unreadable.HasFlag(PartOf(filter.Path))))
        {
            return Match.Doubt(Reason.Unusable);
        }

        if (DoubtsUncoded && record.Code.IsUnreadable)
        {
            return MayCount(record, context) ? Match.Doubt(Reason.NotCoded) : Match.None;
        }

        return ReadsReason && ReasonOf(record.Reason.Why) is { } reason ? Match.Doubt(reason) : Match.None;
    }

    private static ElementParts PartOf(EvidencePath path) => path switch
    {
        EvidencePath.Value => ElementParts.Value,
        EvidencePath.Reason => ElementParts.Reason,
        EvidencePath.Category or EvidencePath.Participant => ElementParts.Detail,
        _ => ElementParts.Code,
    };

    /// <summary>Whether a record would count, or might, if it were what is looked for.</summary>
    private bool MayCount(EvidenceRecord record, IAssessmentState context) =>
        ByStatus(record).And(ByAbatement(record, context)).And(Dates.Judge(record, context)).Kind is MatchKind.Counts or MatchKind.Doubt;

    /// <summary>The reason that an element which cannot be read gives; null where it can.</summary>
    public static Reason? ReasonOf(Unreadability why) => why switch
    {
        Unreadability.None => null,
        Unreadability.NotCoded => Reason.NotCoded,
        Unreadability.NotInHand => Reason.NotRetrieved,
        Unreadability.UnknownWord => Reason.Unconfirmed,
        _ => Reason.Unusable,
    };

    private Match ByStatus(EvidenceRecord record)
    {
        if (Statuses.Count > 0)
        {
            return ByListedStatus(record);
        }

        if (!HasStatusReason(record))
        {
            return Match.None;
        }

        return record.EvidenceStatus switch
        {
            EvidenceStatus.Usable => Match.Counts,
            EvidenceStatus.Historical => CountsHistory ? Match.Counts : Match.Dropped(Reason.Excluded),
            EvidenceStatus.InProgress => CountsInProgress ? Match.Counts : Match.Dropped(Reason.Excluded),
            EvidenceStatus.Preliminary => Match.Doubt(Reason.Preliminary),
            EvidenceStatus.Unconfirmed or EvidenceStatus.Unclear => Match.Doubt(Reason.Unconfirmed),
            EvidenceStatus.Excluded => Match.Dropped(Reason.Excluded),
            _ => Match.Doubt(Reason.Unusable),
        };
    }

    private Match ByListedStatus(EvidenceRecord record)
    {
        if (record.Status.Value is { } status && !Statuses.Contains(status, StringComparer.Ordinal))
        {
            return Match.None;
        }

        if (record.IsMalformed)
        {
            return Match.Doubt(Reason.Unusable);
        }

        if (!HasStatusReason(record) || record.Status == default)
        {
            return StatusReasonOf(record).IsUnread && record.Status != default ? Match.Doubt(Reason.Unusable) : Match.None;
        }

        if (record.IsNegated)
        {
            return Match.Dropped(Reason.Excluded);
        }

        return record.Status.IsUnreadable ? Match.Doubt(Reason.Unconfirmed) : Match.Counts;
    }

    /// <summary>A condition that abated before the evaluation date is over, whatever its status says.</summary>
    private Match ByAbatement(EvidenceRecord record, IAssessmentState context)
    {
        if (record is not ConditionRecord { Abatement: { } abatement } || CountsHistory || Statuses.Count > 0)
        {
            return Match.Counts;
        }

        if (abatement.IsUnread)
        {
            return Match.Doubt(Reason.Unusable);
        }

        if (abatement.Date is not { } abated || abated.IsCertainlyBefore(context.Clock.EvaluationDate))
        {
            return Match.Dropped(Reason.Excluded);
        }

        return abated.IsPossiblyBefore(context.Clock.EvaluationDate) ? Match.Doubt(Reason.Unusable) : Match.Counts;
    }

    private bool HasStatusReason(EvidenceRecord record)
    {
        if (!NeedsStatusReason)
        {
            return true;
        }

        var reason = StatusReasonOf(record);
        return StatusReasonIn >= 0
            ? reason.Codes.Contains(StatusReasonIn) || Names(reason)
            : reason.IsCoded || (TakesWordsAsStatusReason && reason.IsSaid);

        // The words name a reason of the value set, and none beside them may mean the opposite.
        bool Names(StatusReason reason) => Says(reason.Text, StatusReasonNames) && !Says(reason.Text, Denials);
    }

    private static StatusReason StatusReasonOf(EvidenceRecord record) => record switch
    {
        CareRecord care => care.StatusReason,
        DrugRecord drug => drug.StatusReason,
        OrderRecord order => order.StatusReason,
        _ => StatusReason.None,
    };

    private static Performers PerformersOf(EvidenceRecord record) => record switch
    {
        CareRecord care => care.Performers,
        ObservationRecord observation => observation.Performers,
        _ => default,
    };

    private static string TextOf(EvidenceRecord record) => record switch
    {
        DrugRecord drug => drug.SearchText,
        OrderRecord order => order.SearchText,
        _ => string.Empty,
    };

    private Match ByReason(EvidenceRecord record)
    {
        if (NeedsReasonIn >= 0 && !record.Reasons.Contains(NeedsReasonIn))
        {
            return ReasonOf(record.Reason.Why) is { } reason ? Match.Doubt(reason) : Match.None;
        }

        return (Exclude >= 0 && Excludable(record).Contains(Exclude)) || Says(TextOf(record), ExcludedWords)
            ? Match.Dropped(Reason.Excluded)
            : Match.Counts;
    }

    private static ValueSetBits Excludable(EvidenceRecord record) => record switch
    {
        CareRecord care => care.Codes | care.Categories,
        DrugRecord drug => drug.Codes | drug.Routes,
        _ => record.Codes,
    };

    /// <summary>By whom, and with what value.</summary>
    private Match ByVisit(EvidenceRecord record)
    {
        var performers = PerformersOf(record);
        if (NeedsPerformer && record is ObservationRecord && !performers.AreNamed)
        {
            // What nobody stands for may be the patient's own word.
            return Match.Doubt(Reason.NotStated);
        }

        var isOther = Performers >= 0 && performers.HasRole && !performers.Roles.Contains(Performers);
        if (isOther || (NeedsPerformer && !performers.HasRole && record is not ObservationRecord))
        {
            return Match.Dropped(Reason.Excluded);
        }

        if (NeedsUnit is { } unit && (record as ObservationRecord)?.Measured.Any(value => value.TryConvert(unit, out var number) && !(Math.Abs(number) > MaxPlausible)) is not true)
        {
            // A value that cannot be used is no event; the measurement itself is judged elsewhere.
            return Match.None;
        }

        return Match.Counts;
    }
}
