using CdsHooks.Fhir;
using CdsHooks.Fhir.Reading;
using CdsHooks.Fhir.Terminology;
using Hl7.Fhir.Model;
using FhirDateTime = CdsHooks.Fhir.FhirDateTime;

namespace CdsHooks.Decision.Evidence;

/// <summary>What the readers of single resources share: the terminology, the present, and the resources that references point at.</summary>
/// <param name="terminology">The value sets.</param>
/// <param name="now">The present in the site's time zone; null where only days are compared.</param>
internal sealed class RecordContext(TerminologyIndex terminology, DateTimeOffset? now)
{
    private readonly Dictionary<ReferenceKey, GuardedResource> _helpers = [];
    private readonly Dictionary<ReferenceKey, Stated<ValueSetBits>> _conditions = [];

    /// <summary>The value set of coded answers that mean no; a knowledge folder may do without it.</summary>
    private const string NegativeAnswers = "https://cdshooks.example.org/fhir/ValueSet/negative-answers";

    /// <summary>The value sets of drugs that are known and in no class; a knowledge folder may do without them.</summary>
    private static readonly string[] OtherDrugs =
    [
        "https://cdshooks.example.org/fhir/ValueSet/other-drug-ingredients",
        "https://cdshooks.example.org/fhir/ValueSet/other-clinical-drugs",
    ];

    private readonly int _negativeAnswers = terminology.IndexOf(NegativeAnswers);

    private readonly ValueSetBits _otherDrugs = OtherDrugs
        .Select(terminology.IndexOf)
        .Where(index => index >= 0)
        .Aggregate(default(ValueSetBits), (bits, index) => bits | ValueSetBits.Of(index));

    public TerminologyIndex Terminology => terminology;

    /// <summary>Gets or sets what tells whether a resource was received, used or not; null before the chart is in hand.</summary>
    public Func<ReferenceKey, bool>? IsReceived { get; set; }

    /// <summary>Gets or sets what finds a Condition that no rule knows, when a reason points at one; null where there are none.</summary>
    public Func<ReferenceKey, Stated<ValueSetBits>?>? FindOtherCondition { get; set; }

    public bool IsNegativeAnswer(CodeableConcept answer) => _negativeAnswers >= 0 && terminology.Lookup(answer).Contains(_negativeAnswers);

    /// <summary>Whether a drug's value sets say more of it than that it is another drug.</summary>
    public bool NamesDrugClass(ValueSetBits drug) => !drug.Without(_otherDrugs).IsEmpty;

    /// <summary>What to show a person: the words that were sent, else those that the rules have for the code, else the code.</summary>
    public string? Wording(CodeableConcept? concept) =>
        concept.Names().FirstOrDefault()
        ?? concept?.Coding.Select(coding => coding is { System: { } system, Code: { } code } ? terminology.Display(system, code) : null).FirstOrDefault(display => display is not null)
        ?? concept.Wording();

    public static string ReferenceTo(Resource resource) =>
        resource.Id is { Length: > 0 } id ? $"{resource.TypeName}/{id}" : string.Empty;

    /// <summary>What an unreadable part leaves of a status: an excluded record stays so, any other is unusable.</summary>
    public static EvidenceStatus Checked(GuardedResource resource, EvidenceStatus evidenceStatus) =>
        resource.Unreadable is not ElementParts.None && evidenceStatus is not EvidenceStatus.Excluded ? EvidenceStatus.Unusable : evidenceStatus;

    /// <summary>Adds that a part is malformed.</summary>
    public static Stated<ValueSetBits> Guarded(Stated<ValueSetBits> read, GuardedResource resource, ElementParts part) =>
        resource.Unreadable.HasFlag(part) ? read.WithUnreadable(Unreadability.Malformed) : read;

    /// <summary>A date as it stands in the site's calendar: an instant that has passed is never later than today.</summary>
    public FhirDateTime? Date(FhirDateTime? date) =>
        now is { } present
        && date is { Instant: { } instant } given
        && instant <= present
        && DateOnly.FromDateTime(present.DateTime) is var today
        && given.Earliest > today
            ? FhirDateTime.OnDay(today)
            : date;

    public FhirPeriod? Period(FhirPeriod? period) => period is { } given ? new FhirPeriod(Date(given.Start), Date(given.End)) : null;

    public void AddHelper(GuardedResource helper) =>
        AddUnderItsKeys(_helpers, new ReferenceKey(helper.Resource.TypeName, helper.Resource.Id ?? string.Empty), helper.FullUrl, helper);

    /// <summary>Takes note of a condition that others may give as their reason.</summary>
    public void AddCondition(string? id, string? fullUrl, Stated<ValueSetBits> code) =>
        AddUnderItsKeys(_conditions, new ReferenceKey("Condition", id ?? string.Empty), fullUrl, code);

    /// <summary>Reads one concept: without a code of a system that some value set covers, nobody can say what it is.</summary>
    public Stated<ValueSetBits> Read(CodeableConcept? concept)
    {
        if (concept is null)
        {
            return Stated.Absent<ValueSetBits>();
        }

        ValueSetBits bits = default;
        var isCovered = false;
        foreach (var coding in concept.Coding)
        {
            if (coding is { System: { Length: > 0 } system } && !string.IsNullOrWhiteSpace(coding.Code))
            {
                bits |= terminology.Lookup(coding);
                isCovered |= terminology.Covers(system);
            }
        }

        return isCovered ? Stated.Of(bits) : Stated.Unreadable<ValueSetBits>(Unreadability.NotCoded);
    }

    /// <summary>Reads concepts that repeat.</summary>
    public Stated<ValueSetBits> Read(IEnumerable<CodeableConcept> concepts)
    {
        var all = Stated.Absent<ValueSetBits>();
        foreach (var concept in concepts)
        {
            all = Join(all, Read(concept));
        }

        return all;
    }

    /// <summary>Reads body sites: one that is no level of the spine and that no value set holds may be anywhere.</summary>
    /// <param name="sites">The sites.</param>
    /// <param name="levels">The levels of the spine that the words of sites name, beside a code or without one; empty where there is none.</param>
    public Stated<ValueSetBits> ReadSites(IEnumerable<CodeableConcept?> sites, out IReadOnlyList<SpinalLevel> levels)
    {
        List<SpinalLevel>? found = null;
        var all = Stated.Absent<ValueSetBits>();
        foreach (var site in sites)
        {
            var read = Read(site);
            if (SpinalLevel.TryRead(site.Wording()) is { } written)
            {
                (found ??= []).Add(written);
                read = Stated.Of(read.Value);
            }
            else if (read.Value.IsEmpty && site is not null)
            {
                read = Stated.Unreadable<ValueSetBits>(Unreadability.NotCoded);
            }

            all = Join(all, read);
        }

        levels = found ?? [];
        return all;
    }

    /// <summary>Reads codes that only narrow, and notes whether any says something: of a system that no value set covers, none does.</summary>
    public ValueSetBits Codes(IEnumerable<CodeableConcept?> concepts, ref bool anyRead)
    {
        ValueSetBits bits = default;
        foreach (var concept in concepts)
        {
            var read = Read(concept);
            anyRead |= read.IsStated;
            bits |= read.Value;
        }

        return bits;
    }

    public ValueSetBits Codes(IEnumerable<CodeableConcept?> concepts)
    {
        var anyRead = false;
        return Codes(concepts, ref anyRead);
    }

    public static List<(string System, string Code)> Codings(CodeableConcept? concept) =>
        concept is null ? [] : [.. concept.Coding.Where(coding => !string.IsNullOrEmpty(coding.Code)).Select(coding => (coding.System ?? string.Empty, coding.Code!))];

    /// <summary>Reads why something was done or ordered: codes, and the conditions that it points at.</summary>
    public Stated<ValueSetBits> Reasons(GuardedResource owner, IEnumerable<CodeableConcept> codes, IEnumerable<ResourceReference> references)
    {
        var all = Read(codes);
        foreach (var reference in references)
        {
            all = Join(all, Reason(owner, reference));
        }

        return Guarded(all, owner, ElementParts.Reason);
    }

    /// <summary>Whether what a reference points at is in hand.</summary>
    public bool IsInHand(GuardedResource owner, ResourceReference reference) =>
        reference.Reference is ['#', .. var id]
            ? owner.FindContained(id) is not null
            : ReferenceKey.TryParse(reference.Reference, out var key) && IsReceived?.Invoke(key) is true;

    public GuardedResource? Resolve(GuardedResource owner, ResourceReference? reference)
    {
        if (reference?.Reference is ['#', .. var id])
        {
            return owner.FindContained(id);
        }

        return ReferenceKey.TryParse(reference?.Reference, out var key) ? _helpers.GetValueOrDefault(key) : null;
    }

    /// <summary>The roles of the performer or participant that a record points at.</summary>
    public ValueSetBits Roles(GuardedResource owner, ResourceReference? individual, ref bool anyRead) => Resolve(owner, individual) switch
    {
        { Unreadable: not ElementParts.None } => default,
        { Resource: PractitionerRole role } => Codes(role.Code.Concat(role.Specialty), ref anyRead),
        { Resource: Practitioner practitioner } => Codes(practitioner.Qualification.Select(qualification => qualification.Code), ref anyRead),
        _ => default,
    };

    private Stated<ValueSetBits> Reason(GuardedResource owner, ResourceReference reference)
    {
        if (reference.Reference is ['#', .. var id])
        {
            return owner.FindContained(id) switch
            {
                { Resource: Condition condition } contained => ConditionReader.AsReason(ConditionReader.Read(contained, condition, this)),
                null => Stated.Unreadable<ValueSetBits>(Unreadability.Unresolved),
                _ => Stated.Absent<ValueSetBits>(),
            };
        }

        if (ReferenceKey.TryParse(reference.Reference, out var key)
            && (ConditionOf(key) ?? FindOtherCondition?.Invoke(key)) is { } known)
        {
            return known;
        }

        // A reason may also be an observation, a report or a procedure, which speak for themselves. Of an order's reason, one that is
        // not in hand may be what the order is for.
        var isLost = key.Type is null or "" or "Condition"
            || (owner.Resource is ServiceRequest && key.Type is "Observation" or "DiagnosticReport" && IsReceived?.Invoke(key) is not true);
        return isLost ? Stated.Unreadable<ValueSetBits>(Unreadability.Unresolved) : Stated.Absent<ValueSetBits>();
    }

    private Stated<ValueSetBits>? ConditionOf(ReferenceKey key) => _conditions.TryGetValue(key, out var known) ? known : null;

    private static Stated<ValueSetBits> Join(Stated<ValueSetBits> one, Stated<ValueSetBits> other)
    {
        var bits = one.IsStated || other.IsStated ? Stated.Of(one.Value | other.Value) : Stated.Absent<ValueSetBits>();
        return bits.WithUnreadable(one.Why).WithUnreadable(other.Why);
    }

    private static void AddUnderItsKeys<TValue>(Dictionary<ReferenceKey, TValue> map, ReferenceKey key, string? fullUrl, TValue value)
    {
        if (key.Id.Length > 0)
        {
            map[key] = value;
        }

        if (!SaysTheSame(fullUrl, key) && ReferenceKey.TryParse(fullUrl, out var other))
        {
            map[other] = value;
        }
    }

    /// <summary>Whether the address ends as nearly every one does: with the resource's own type and id.</summary>
    private static bool SaysTheSame(ReadOnlySpan<char> fullUrl, ReferenceKey key) =>
        fullUrl.EndsWith(key.Id)
        && fullUrl[..^key.Id.Length] is [.. var server, '/']
        && server.EndsWith(key.Type)
        && server[..^key.Type.Length] is [.., '/'];
}
