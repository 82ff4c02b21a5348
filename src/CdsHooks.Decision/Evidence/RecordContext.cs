using CdsHooks.Fhir;
using CdsHooks.Fhir.Resources;
using CdsHooks.Fhir.Terminology;

namespace CdsHooks.Decision.Evidence;

/// <summary>What the readers of single resources share: the terminology, and the helper resources that references point at.</summary>
internal sealed class RecordContext(TerminologyIndex terminology)
{
    private readonly Dictionary<ReferenceKey, FhirResource> _helpers = [];
    private readonly Dictionary<ReferenceKey, (ValueSetBits Codes, bool IsCoded)> _conditions = [];

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

    public bool IsNegativeAnswer(CodeableConcept answer) => _negativeAnswers >= 0 && terminology.Lookup(answer).Contains(_negativeAnswers);

    /// <summary>Whether a drug's value sets say more of it than that it is another drug.</summary>
    public bool NamesDrugClass(ValueSetBits drug) => !drug.Without(_otherDrugs).IsEmpty;

    public static string ReferenceTo(FhirResource resource) =>
        resource.Id is { Length: > 0 } id ? $"{resource.ResourceType}/{id}" : string.Empty;

    /// <summary>Whether the element that says what the resource is about is malformed, so that it may be about anything.</summary>
    public static bool HasUnreadableCode(FhirResource resource, string element)
    {
        if (!resource.HasErrors)
        {
            return false;
        }

        var location = $"{resource.ResourceType}.{element}";
        return resource.Issues.Any(issue =>
            issue.Severity is FhirIssueSeverity.Error && issue.Location.StartsWith(location, StringComparison.Ordinal));
    }

    /// <summary>What a malformed part leaves of a standing: an excluded record stays so, any other is unusable.</summary>
    public static Standing Checked(FhirResource resource, Standing standing) =>
        resource.HasErrors && standing is not Standing.Excluded ? Standing.Unusable : standing;

    public void AddHelper(FhirResource helper) => AddUnderItsKeys(_helpers, new ReferenceKey(helper.ResourceType, helper.Id ?? string.Empty), helper.FullUrl, helper);

    /// <summary>Takes note of a condition that others may give as their reason.</summary>
    public void AddCondition(string? id, string? fullUrl, ValueSetBits codes, bool isCoded) =>
        AddUnderItsKeys(_conditions, new ReferenceKey(ResourceTypes.Condition, id ?? string.Empty), fullUrl, (codes, isCoded));

    /// <summary>Reads codes, sites or reasons that repeat.</summary>
    public ValueSetBits Codes(FhirViews<CodeableConcept> concepts, out bool anyCoded)
    {
        ValueSetBits bits = default;
        anyCoded = false;
        foreach (var concept in concepts)
        {
            bits |= Codes(concept, ref anyCoded);
        }

        return bits;
    }

    /// <summary>The same for concepts gathered from several places.</summary>
    public ValueSetBits Codes(IEnumerable<CodeableConcept> concepts, out bool anyCoded)
    {
        ValueSetBits bits = default;
        anyCoded = false;
        foreach (var concept in concepts)
        {
            bits |= Codes(concept, ref anyCoded);
        }

        return bits;
    }

    /// <summary>Reads one code, and notes whether it is one.</summary>
    public ValueSetBits Codes(CodeableConcept concept, ref bool anyCoded)
    {
        anyCoded |= IsCoded(concept);
        return terminology.Lookup(concept);
    }

    public static bool IsCoded(CodeableConcept concept)
    {
        foreach (var coding in concept.Codings)
        {
            if (coding.Code is { Length: > 0 })
            {
                return true;
            }
        }

        return false;
    }

    public static List<(string System, string Code)> Codings(CodeableConcept concept)
    {
        List<(string System, string Code)> codings = [];
        foreach (var coding in concept.Codings)
        {
            if (coding.Code is { Length: > 0 } code)
            {
                codings.Add((coding.System ?? string.Empty, code));
            }
        }

        return codings;
    }

    /// <summary>Adds the codes of conditions that are given as reason.</summary>
    public ValueSetBits ReferencedReasons(FhirViews<Reference> references, out bool anyCoded, out bool anyUnresolved)
    {
        ValueSetBits bits = default;
        anyCoded = false;
        anyUnresolved = false;
        foreach (var reference in references)
        {
            if (reference.FindContained() is { } contained)
            {
                var code = new Condition(contained).Code;
                bits |= terminology.Lookup(code);
                anyCoded |= IsCoded(code);
            }
            else if (reference.TryGetKey(out var key) && _conditions.TryGetValue(key, out var known))
            {
                bits |= known.Codes;
                anyCoded |= known.IsCoded;
            }
            else
            {
                // A reason may also be an observation, a report or a procedure.
                anyUnresolved |= key.Type is null or "" or "Condition";
            }
        }

        return bits;
    }

    public FhirResource? Resolve(Reference reference)
    {
        if (reference.FindContained() is { } contained)
        {
            return contained;
        }

        return reference.TryGetKey(out var key) ? _helpers.GetValueOrDefault(key) : null;
    }

    /// <summary>The roles of the performer or participant that a record points at.</summary>
    public ValueSetBits Roles(Reference individual, ref bool anyCoded)
    {
        ValueSetBits bits = default;
        if (Resolve(individual) is not { } resource)
        {
            return bits;
        }

        if (resource.ResourceType is "PractitionerRole")
        {
            var role = new PractitionerRole(resource);
            bits |= Codes(role.Codes, out var codes) | Codes(role.Specialties, out var specialties);
            anyCoded |= codes || specialties;
        }
        else if (resource.ResourceType is "Practitioner")
        {
            bits |= Codes(new Practitioner(resource).Qualifications, out var qualified);
            anyCoded |= qualified;
        }

        return bits;
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
