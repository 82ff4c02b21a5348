using CdsHooks.Fhir.Terminology;

namespace CdsHooks.Workbench.Terms;

/// <summary>Names code systems as people call them.</summary>
internal static class CodeSystemName
{
    private static readonly Dictionary<string, string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        [CodeSystems.Icd10Cm] = "ICD-10-CM",
        [CodeSystems.Icd10Pcs] = "ICD-10-PCS",
        [CodeSystems.Cpt] = "CPT",
        [CodeSystems.Hcpcs] = "HCPCS",
        [CodeSystems.Snomed] = "SNOMED CT",
        [CodeSystems.Loinc] = "LOINC",
        [CodeSystems.RxNorm] = "RxNorm",
        [CodeSystems.Atc] = "ATC",
        [CodeSystems.Nucc] = "NUCC",
    };

    /// <summary>Gets the name of a system; the last part of its URI when it has none.</summary>
    public static string Of(string system) => Names.GetValueOrDefault(system) ?? system.TrimEnd('/').Split('/', ':')[^1];
}
