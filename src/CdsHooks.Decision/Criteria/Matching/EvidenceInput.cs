using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Evidence;
using CdsHooks.Fhir.Reading;
using CdsHooks.Fhir.Terminology;

namespace CdsHooks.Decision.Criteria.Matching;

/// <summary>A compiled input of a criterion: selects records and judges each.</summary>
internal sealed class EvidenceInput
{
    public required EvidenceKind Kind { get; init; }

    public required InputRole Role { get; init; }

    /// <summary>Gets the code filters; a record must satisfy all.</summary>
    public required (EvidencePath Path, int ValueSet)[] Filters { get; init; }

    /// <summary>Gets the value sets of the filters on the main code.</summary>
    public IEnumerable<int> CodeValueSets => Filters.Where(filter => filter.Path is EvidencePath.Code).Select(filter => filter.ValueSet);

    /// <summary>Gets a value indicating whether a filter reads reasons, which may reference resources that are not available.</summary>
    public bool ReadsReason { get; init; }

    /// <summary>Gets a value indicating whether only the orders relevant to the plan are read, not the others of the call.</summary>
    public bool OnlyOwnOrders { get; init; }

    /// <summary>Gets the requirements on the body site.</summary>
    public required BodySiteFilter BodySite { get; init; }

    /// <summary>Gets the requirements on the date.</summary>
    public required DateFilter Dates { get; init; }

    /// <summary>Gets the statuses that replace the status table; empty when the table applies.</summary>
    public IReadOnlyList<string> Statuses { get; init; } = [];

    public bool NeedsStatusReason { get; init; }

    /// <summary>Gets a value indicating whether a status reason in free text suffices.</summary>
    public bool TakesWordsAsStatusReason { get; init; }

    /// <summary>Gets the names of the status reasons in the value set, used when free text suffices.</summary>
    public IReadOnlyList<string> StatusReasonNames { get; init; } = [];

    /// <summary>Gets the words that may negate a status reason in free text, or make it only a fear.</summary>
    public IReadOnlyList<string> Denials { get; init; } = [];

    /// <summary>Gets the value set the status reason must be in, or -1.</summary>
    public int StatusReasonIn { get; init; } = -1;

    public bool CountsHistory { get; init; }

    public bool CountsInProgress { get; init; }

    /// <summary>Gets the value set a reason must be in, or -1.</summary>
    public int NeedsReasonIn { get; init; } = -1;

    public Reason? GivenReason { get; init; }

    /// <summary>Gets a value indicating whether an incomplete set makes the criterion unknown; false for records that are rare in charts.</summary>
    public bool SetOpens { get; init; } = true;

    public DoubtScope DoubtScope { get; init; }

    /// <summary>Gets the value set whose codes, categories or routes drop a record, or -1.</summary>
    public int Exclude { get; init; } = -1;

    /// <summary>Gets the value set of performer roles that count when the role is known, or -1.</summary>
    public int Performers { get; init; } = -1;

    /// <summary>Gets a value indicating whether the performer must be known.</summary>
    public bool NeedsPerformer { get; init; }

    /// <summary>Gets the unit an Observation's value must convert to for the record to be usable; null for any record.</summary>
    public string? NeedsUnit { get; init; }

    /// <summary>Gets the greatest plausible value in that unit, whatever the sign; null for no limit.</summary>
    public decimal? MaxPlausible { get; init; }

    /// <summary>Gets the words to find in the text of an order or drug; empty when codes decide. The text of a drug is read only if its codes do not identify it.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>Gets the words in the text that drop a record.</summary>
    public IReadOnlyList<string> ExcludedWords { get; init; } = [];

    /// <summary>Gets or sets the words by which rules recognize drugs in free text. A drug recognized in this way is resolved.</summary>
    public IReadOnlyList<string> DrugWords { get; set; } = [];

    /// <summary>Gets a value indicating whether a record without a code that the rules read, such as a diagnosis in free text, may match.</summary>
    public bool DoubtsUncoded { get; init; }

    /// <summary>Gets a value indicating whether only drugs in no value set match.</summary>
    public bool IsForUnresolved { get; init; }

    /// <summary>Gets the names of the drugs that an unknown one may be; empty when it may be any.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>Gets a value indicating whether only records with unread text match.</summary>
    public bool IsForUnreadText { get; init; }

    /// <summary>Gets the threshold of a measurement; null for other kinds of criterion.</summary>
    public MeasureThreshold? Threshold { get; init; }

    /// <summary>Gets the number of days before a report within which a usable value removes the doubt of the report; null when none does.</summary>
    public int? GraceDays { get; init; }

    /// <summary>Gets a value indicating whether the input reads drugs.</summary>
    public bool IsDrug => Kind is EvidenceKind.MedicationRequest or EvidenceKind.MedicationStatement;

    /// <summary>Determines cheaply whether any record may match. False is always right.</summary>
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

    /// <summary>Determines whether a lost record may have matched. A chart with one such record may have had more.</summary>
    public bool MayHaveLost(PatientRecord record) => SetOpens || record.Of(Kind).Any(IsAbout);

    public Match Examine(EvidenceRecord record, IAssessmentState context)
    {
        if (OnlyOwnOrders && !context.IsOwnOrder(record))
        {
            // The body site of the order depends on a reason that is not available.
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

        return record.Kind is not EvidenceKind.DraftOrder && record.Start is { } start && start.IsCertainlyAfter(context.Clock.LastDayOf(record))
            ? Match.None
            : ByStatus(record)
                .And(ByAbatement(record, context))
                .And(BodySite.Judge(record, context))
                .And(ByReason(record))
                .And(ByPerformer(record))
                .And(Dates.Judge(record, context));
    }

    /// <summary>Determines whether the readable codes and text of a record match.</summary>
    public bool IsAbout(EvidenceRecord record)
    {
        if (IsForUnresolved)
        {
            return record is DrugRecord { IsResolved: false } drug
                && !TextSearch.ContainsAny(drug.SearchText, DrugWords)
                && (Names.Count == 0 || drug.IsNameless || TextSearch.ContainsAny(drug.SearchText, Names));
        }

        if ((Threshold is null && record is ObservationRecord { IsDenied: true }) || (IsForUnreadText && record is not ReportRecord { HasUnreadText: true }))
        {
            return false;
        }

        if (Words.Count > 0 && (!TextSearch.ContainsAny(TextOf(record), Words) || record is DrugRecord { IsResolved: true }))
        {
            return false;
        }

        foreach (var (path, valueSet) in Filters)
        {
            if (!path.Of(record).Contains(valueSet))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Judges a record that does not match: it may, if its code is malformed, or if the reason of an order cannot be read.</summary>
    private Match Unmatched(EvidenceRecord record, IAssessmentState context)
    {
        if (record.EvidenceStatus is EvidenceStatus.Excluded && ByStatus(record).Kind is MatchKind.None or MatchKind.Dropped)
        {
            return Match.None;
        }

        if (record.Unreadable.HasFlag(ElementParts.Code) || Array.Exists(Filters, filter => record.Unreadable.HasFlag(filter.Path.Part())))
        {
            return Match.Doubt(Reason.Unusable);
        }

        if (DoubtsUncoded && record.Code.IsUnreadable)
        {
            return MayCount(record, context) ? Match.Doubt(Reason.NotCoded) : Match.None;
        }

        return ReadsReason && ReasonOf(record.Reason.Why) is { } reason ? Match.Doubt(reason) : Match.None;
    }

    /// <summary>Determines whether a record would count, or might, if its code matched.</summary>
    private bool MayCount(EvidenceRecord record, IAssessmentState context) =>
        ByStatus(record).And(ByAbatement(record, context)).And(Dates.Judge(record, context)).Kind is MatchKind.Counts or MatchKind.Doubt;

    /// <summary>Gets the reason for doubt that an unreadable element gives; null when it can be read.</summary>
    public static Reason? ReasonOf(Unreadability why) => why switch
    {
        Unreadability.None => null,
        Unreadability.NotCoded => Reason.NotCoded,
        Unreadability.Unresolved => Reason.NotRetrieved,
        Unreadability.UnknownCode => Reason.Unconfirmed,
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

        return record.IsNegated ? Match.Dropped(Reason.Excluded)
            : record.Status.IsUnreadable ? Match.Doubt(Reason.Unconfirmed)
            : Match.Counts;
    }

    /// <summary>Judges a condition by its abatement: one that abated before the evaluation date is over, whatever its status.</summary>
    private Match ByAbatement(EvidenceRecord record, IAssessmentState context) =>
        record is not ConditionRecord { Abatement: { } abatement } || CountsHistory || Statuses.Count > 0 ? Match.Counts
        : abatement.IsUnread ? Match.Doubt(Reason.Unusable)
        : abatement.Date is not { } abated || abated.IsCertainlyBefore(context.Clock.EvaluationDate) ? Match.Dropped(Reason.Excluded)
        : abated.IsPossiblyBefore(context.Clock.EvaluationDate) ? Match.Doubt(Reason.Unusable)
        : Match.Counts;

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

        // The text names a reason of the value set, and contains no word that may negate it.
        bool Names(StatusReason reason) => TextSearch.ContainsAny(reason.Text, StatusReasonNames) && !TextSearch.ContainsAny(reason.Text, Denials);
    }

    private static StatusReason StatusReasonOf(EvidenceRecord record) => record switch
    {
        CareRecord care => care.StatusReason,
        DrugRecord drug => drug.StatusReason,
        OrderRecord order => order.StatusReason,
        _ => StatusReason.None,
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

        return (Exclude >= 0 && Excludable(record).Contains(Exclude)) || TextSearch.ContainsAny(TextOf(record), ExcludedWords)
            ? Match.Dropped(Reason.Excluded)
            : Match.Counts;
    }

    private static ValueSetBits Excludable(EvidenceRecord record) => record switch
    {
        CareRecord care => care.Codes | care.Categories,
        DrugRecord drug => drug.Codes | drug.Routes,
        _ => record.Codes,
    };

    /// <summary>Judges a record by its performers, and by whether its value is usable.</summary>
    private Match ByPerformer(EvidenceRecord record)
    {
        var performers = EvidencePaths.PerformersOf(record);
        if (NeedsPerformer && record is ObservationRecord && !performers.AreNamed)
        {
            // Without a performer, it may be the patient's own report.
            return Match.Doubt(Reason.NotStated);
        }

        var isOther = Performers >= 0 && performers.HasRole && !performers.Roles.Contains(Performers);
        if (isOther || (NeedsPerformer && !performers.HasRole && record is not ObservationRecord))
        {
            return Match.Dropped(Reason.Excluded);
        }

        if (NeedsUnit is { } unit && (record as ObservationRecord)?.Measured.Any(value => value.TryConvert(unit, out var number) && !(Math.Abs(number) > MaxPlausible)) is not true)
        {
            // An unusable value is not an event; the measurement itself is judged by another criterion.
            return Match.None;
        }

        return Match.Counts;
    }
}
