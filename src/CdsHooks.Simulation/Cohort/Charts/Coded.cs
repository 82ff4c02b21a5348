namespace CdsHooks.Simulation.Cohort.Charts;

/// <summary>A code with its system and words.</summary>
internal readonly record struct Coded(string System, string Code, string Display)
{
    private const string Base = "https://cdshooks.example.org/fhir/CodeSystem/";

    public static Coded Icd10(string code, string display) => new("http://hl7.org/fhir/sid/icd-10-cm", code, display);

    public static Coded Snomed(string code, string display) => new("http://snomed.info/sct", code, display);

    public static Coded Loinc(string code, string display) => new("http://loinc.org", code, display);

    public static Coded Cpt(string code, string display) => new("http://www.ama-assn.org/go/cpt", code, display);

    public static Coded Hcpcs(string code, string display) => new("http://www.nlm.nih.gov/research/umls/hcpcs", code, display);

    public static Coded RxNorm(string code, string display) => new("http://www.nlm.nih.gov/research/umls/rxnorm", code, display);

    public static Coded Atc(string code, string display) => new("http://www.whocc.no/atc", code, display);

    /// <summary>Creates a code of the code system of the rules, for what no standard has a code.</summary>
    public static Coded OfRules(string code, string display) => new(Base + "lumbar-fusion-local", code, display);

    /// <summary>Creates a code of a hospital, which no value set knows.</summary>
    public static Coded OfHospital(string code, string display) => new("https://hospital.example.org/codes", code, display);

    public static Coded Hl7(string system, string code) => new("http://terminology.hl7.org/CodeSystem/" + system, code, string.Empty);
}

/// <summary>Places in the body.</summary>
internal static class BodySites
{
    public static Coded LumbarSpine { get; } = Coded.Snomed("122496007", "Lumbar spine");

    public static Coded CervicalSpine { get; } = Coded.Snomed("122494005", "Cervical spine");
}
