using System.Collections.Frozen;

namespace CdsHooks.Fhir.Terminology;

/// <summary>
/// The code systems that rules use: their canonical URIs and the other spellings that EHRs send, such as <c>urn:oid:</c>. A
/// trailing slash, <c>https</c> instead of <c>http</c> or the reverse, and letter case are ignored.
/// </summary>
public static class CodeSystems
{
    /// <summary>
    /// ICD-10-CM: diagnoses. Charts also send its codes as plain ICD-10; the value sets contain no code that means something else there.
    /// </summary>
    public const string Icd10Cm = "http://hl7.org/fhir/sid/icd-10-cm";

    /// <summary>ICD-10-PCS: inpatient procedures. Despite its name, this is the URI that HL7 assigns.</summary>
    public const string Icd10Pcs = "http://www.cms.gov/Medicare/Coding/ICD10";

    /// <summary>CPT: procedures. Its content is licensed.</summary>
    public const string Cpt = "http://www.ama-assn.org/go/cpt";

    /// <summary>HCPCS level II: procedures and supplies.</summary>
    public const string Hcpcs = "http://www.nlm.nih.gov/research/umls/hcpcs";

    /// <summary>SNOMED CT, of any edition and version.</summary>
    public const string Snomed = "http://snomed.info/sct";

    /// <summary>LOINC: observations and documents.</summary>
    public const string Loinc = "http://loinc.org";

    /// <summary>RxNorm: medications.</summary>
    public const string RxNorm = "http://www.nlm.nih.gov/research/umls/rxnorm";

    /// <summary>ATC: classes of medications.</summary>
    public const string Atc = "http://www.whocc.no/atc";

    /// <summary>NUCC: professions and specialties.</summary>
    public const string Nucc = "http://nucc.org/provider-taxonomy";

    /// <summary>UCUM: units.</summary>
    public const string Ucum = "http://unitsofmeasure.org";

    private const string OidPrefix = "urn:oid:";

    private static readonly FrozenDictionary<string, string[]> Aliases = new Dictionary<string, string[]>(StringComparer.OrdinalIgnoreCase)
    {
        [Icd10Cm] = ["2.16.840.1.113883.6.90", "http://hl7.org/fhir/sid/icd-10-us", "http://hl7.org/fhir/sid/icd-10", "2.16.840.1.113883.6.3"],
        [Icd10Pcs] = ["2.16.840.1.113883.6.4", "http://hl7.org/fhir/sid/icd-10-pcs"],
        [Cpt] = ["2.16.840.1.113883.6.12"],
        [Hcpcs] = ["2.16.840.1.113883.6.285", "https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets"],
        [Snomed] = ["2.16.840.1.113883.6.96"],
        [Loinc] = ["2.16.840.1.113883.6.1"],
        [RxNorm] = ["2.16.840.1.113883.6.88"],
        [Atc] = ["2.16.840.1.113883.6.73"],
        [Nucc] = ["2.16.840.1.113883.6.101", "http://www.nucc.org/provider-taxonomy"],
        [Ucum] = ["2.16.840.1.113883.6.8"],
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<string, string> Canonicals = Aliases.Keys
        .SelectMany(canonical => Spellings(canonical).Select(spelling => (spelling, canonical)))
        .DistinctBy(pair => pair.spelling, StringComparer.OrdinalIgnoreCase)
        .ToFrozenDictionary(pair => pair.spelling, pair => pair.canonical, StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<string, string> Bare = Canonicals
        .Where(pair => pair.Key.Contains('/', StringComparison.Ordinal))
        .DistinctBy(pair => BareOf(pair.Key), StringComparer.Ordinal)
        .ToFrozenDictionary(pair => BareOf(pair.Key), pair => pair.Value, StringComparer.Ordinal);

    /// <summary>Gets the canonical URI of a code system.</summary>
    /// <param name="system">Any spelling of it.</param>
    /// <returns>One of the constants above, or <paramref name="system"/> itself for any other system.</returns>
    public static string Canonical(string system)
    {
        var trimmed = WithoutVersion(system.Trim()).ToString();
        return Canonicals.TryGetValue(trimmed, out var canonical) ? canonical
            : IsSnomedEdition(trimmed) ? Snomed
            : trimmed;
    }

    /// <summary>Suggests the system that a misspelt URI probably means: one with the same letters and digits.</summary>
    /// <returns>Its canonical URI; null for a known spelling, and for every other system.</returns>
    internal static string? Suggest(string system) =>
        Canonicals.ContainsKey(system) || IsSnomedEdition(system) ? null : Bare.GetValueOrDefault(BareOf(system));

    /// <summary>Lists every spelling that is understood for a code system.</summary>
    internal static IEnumerable<string> Spellings(string canonical)
    {
        string[] names = [canonical, .. Aliases.GetValueOrDefault(canonical, [])];
        return names.SelectMany(name => char.IsAsciiDigit(name[0]) ? [name, OidPrefix + name] : UriSpellings(name));
    }

    /// <summary>Removes <c>|version</c>, which some clients append as in a canonical.</summary>
    internal static ReadOnlySpan<char> WithoutVersion(ReadOnlySpan<char> system) =>
        system.IndexOf('|') is > 0 and var bar ? system[..bar] : system;

    /// <summary>True for SNOMED CT's URI with an edition and version: <c>…/sct/731000124108/version/20250301</c>.</summary>
    internal static bool IsSnomedEdition(ReadOnlySpan<char> system) =>
        system.StartsWith("http://snomed.info/sct/", StringComparison.OrdinalIgnoreCase)
        || system.StartsWith("https://snomed.info/sct/", StringComparison.OrdinalIgnoreCase);

    internal static CodeForm FormOf(string canonical) => canonical switch
    {
        Icd10Cm => CodeForm.Icd10Cm,
        Cpt or Hcpcs => CodeForm.Cpt,
        Icd10Pcs or Snomed or Loinc or RxNorm or Atc or Nucc => CodeForm.UpperCase,
        _ => CodeForm.Exact,
    };

    private static string BareOf(string uri)
    {
        var name = uri[(uri.IndexOf("//", StringComparison.Ordinal) is var start and >= 0 ? start + 2 : 0)..];
        return string.Concat((name.StartsWith("www.", StringComparison.OrdinalIgnoreCase) ? name[4..] : name).Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant();
    }

    private static IEnumerable<string> UriSpellings(string uri)
    {
        var bare = uri.TrimEnd('/');
        var other = bare switch
        {
            _ when bare.StartsWith("http://", StringComparison.OrdinalIgnoreCase) => $"https://{bare[7..]}",
            _ when bare.StartsWith("https://", StringComparison.OrdinalIgnoreCase) => $"http://{bare[8..]}",
            _ => bare,
        };
        return [bare, bare + "/", other, other + "/"];
    }
}
