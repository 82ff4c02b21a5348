using CdsHooks.Fhir;
using CdsHooks.Fhir.Reading;
using CdsHooks.Fhir.Terminology;
using Hl7.Fhir.Model;
using FhirDateTime = CdsHooks.Fhir.FhirDateTime;

namespace CdsHooks.Decision.Evidence;

/// <summary>The state that the readers of resources share: the terminology, the present, and the resources that others reference.</summary>
/// <param name="terminology">The value sets.</param>
/// <param name="now">The present in the site's time zone; null when only days are compared.</param>
internal sealed class RecordContext(TerminologyIndex terminology, DateTimeOffset? now)
{
    private readonly Dictionary<ReferenceKey, GuardedResource> _helpers = [];
    private readonly Dictionary<ReferenceKey, Stated<ValueSetBits>> _conditions = [];

    /// <summary>The value set of coded answers that mean no. A knowledge folder may omit it.</summary>
    private const string NegativeAnswers = "https://cdshooks.example.org/fhir/ValueSet/negative-answers";

    /// <summary>The value sets of drugs that are known and in no class. A knowledge folder may omit them.</summary>
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

    /// <summary>Gets or sets the test for whether a resource was received, used or not; null before the chart has been read.</summary>
    public Func<ReferenceKey, bool>? IsReceived { get; set; }

    /// <summary>Gets or sets the search for a Condition that no rule reads but that a reason references; null when there are none.</summary>
    public Func<ReferenceKey, Stated<ValueSetBits>?>? FindOtherCondition { get; set; }

    public bool IsNegativeAnswer(CodeableConcept answer) => _negativeAnswers >= 0 && terminology.Lookup(answer).Contains(_negativeAnswers);

    /// <summary>Determines whether the value sets of a drug name a class, rather than only another drug.</summary>
    public bool NamesDrugClass(ValueSetBits drug) => !drug.Without(_otherDrugs).IsEmpty;

    /// <summary>Gets the text to show to a person: the text that was sent, or the display that the terminology has for the code, or the code.</summary>
    public string? Wording(CodeableConcept? concept) =>
        concept.Names().FirstOrDefault()
        ?? concept?.Coding.Select(coding => coding is { System: { } system, Code: { } code } ? terminology.Display(system, code) : null).FirstOrDefault(display => display is not null)
        ?? concept.Wording();

    public static string ReferenceTo(Resource resource) =>
        resource.Id is { Length: > 0 } id ? $"{resource.TypeName}/{id}" : string.Empty;

    /// <summary>Gets the evidence status of a record that may have unreadable parts: an excluded record stays excluded, any other is unusable.</summary>
    public static EvidenceStatus Checked(GuardedResource resource, EvidenceStatus evidenceStatus) =>
        resource.Unreadable is not ElementParts.None && evidenceStatus is not EvidenceStatus.Excluded ? EvidenceStatus.Unusable : evidenceStatus;

    /// <summary>Marks an element as malformed if its part of the resource is.</summary>
    public static Stated<ValueSetBits> Guarded(Stated<ValueSetBits> read, GuardedResource resource, ElementParts part) =>
        resource.Unreadable.HasFlag(part) ? read.WithUnreadable(Unreadability.Malformed) : read;

    /// <summary>Gets a date in the site's calendar: an instant in the past is never dated after today.</summary>
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
        AddByKeys(_helpers, new ReferenceKey(helper.Resource.TypeName, helper.Resource.Id ?? string.Empty), helper.FullUrl, helper);

    /// <summary>Adds a condition that others may give as their reason.</summary>
    public void AddCondition(string? id, string? fullUrl, Stated<ValueSetBits> code) =>
        AddByKeys(_conditions, new ReferenceKey("Condition", id ?? string.Empty), fullUrl, code);

    /// <summary>Reads one concept. Without a code of a system that some value set covers, it is unreadable.</summary>
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

    /// <summary>Reads the concepts of a repeating element.</summary>
    public Stated<ValueSetBits> Read(IEnumerable<CodeableConcept> concepts)
    {
        var all = Stated.Absent<ValueSetBits>();
        foreach (var concept in concepts)
        {
            all = Join(all, Read(concept));
        }

        return all;
    }

    /// <summary>Reads body sites. One that is not a level of the spine and that no value set contains is unreadable.</summary>
    /// <param name="sites">The sites.</param>
    /// <param name="levels">The levels of the spine that the text of sites names, with or without a code; empty when there are none.</param>
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

    /// <summary>Reads codes that only narrow a match, and notes whether any can be read.</summary>
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

    /// <summary>Reads the reasons of a record: codes, and references to conditions.</summary>
    public Stated<ValueSetBits> Reasons(GuardedResource owner, IEnumerable<CodeableConcept> codes, IEnumerable<ResourceReference> references)
    {
        var all = Read(codes);
        foreach (var reference in references)
        {
            all = Join(all, Reason(owner, reference));
        }

        return Guarded(all, owner, ElementParts.Reason);
    }

    /// <summary>Determines whether the referenced resource is available.</summary>
    public bool IsAvailable(GuardedResource owner, ResourceReference reference) =>
        reference.Reference is ['#', .. var id]
            ? owner.FindContained(id) is not null
            : ReferenceKey.TryParse(reference.Reference, out var key) && IsReceived?.Invoke(key) is true;

    public GuardedResource? Resolve(GuardedResource owner, ResourceReference? reference) =>
        reference?.Reference is ['#', .. var id] ? owner.FindContained(id)
        : ReferenceKey.TryParse(reference?.Reference, out var key) ? _helpers.GetValueOrDefault(key)
        : null;

    /// <summary>Gets the roles of a referenced performer or participant.</summary>
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

        // A reason may also be an observation, a report or a procedure, which are evidence themselves. If an order gives one that is not
        // available, it may be what the order is for.
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

    private static void AddByKeys<TValue>(Dictionary<ReferenceKey, TValue> map, ReferenceKey key, string? fullUrl, TValue value)
    {
        if (key.Id.Length > 0)
        {
            map[key] = value;
        }

        if (!EndsWithKey(fullUrl, key) && ReferenceKey.TryParse(fullUrl, out var other))
        {
            map[other] = value;
        }
    }

    /// <summary>Determines whether a URL ends, as nearly all do, with the resource's own type and id.</summary>
    private static bool EndsWithKey(ReadOnlySpan<char> fullUrl, ReferenceKey key) =>
        fullUrl.EndsWith(key.Id)
        && fullUrl[..^key.Id.Length] is [.. var server, '/']
        && server.EndsWith(key.Type)
        && server[..^key.Type.Length] is [.., '/'];
}
