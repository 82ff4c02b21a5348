namespace CdsHooks.Tests.Structures;

/// <summary>What the validator says of golden calls that are as they are on purpose.</summary>
/// <param name="Issue">How it is recognised: a part of the issue's text.</param>
/// <param name="Reason">Why it stays.</param>
/// <param name="Runs">The cases and variants that have it; none for any.</param>
internal sealed record Excuse(string Issue, string Reason, params string[] Runs)
{
    /// <summary>Gets every excuse. Each one is needed: a test says so.</summary>
    public static IReadOnlyList<Excuse> All { get; } =
    [
        new("constraint bdl-15", "EHRs, the sandbox among them, send entries without an address. R4 asks for one in words; the invariant is of R5."),
        new(
            "constraint con-4",
            "EHRs write down when a diagnosis ended and leave it active: the end counts.",
            "card-lines/degeneration-ended-before",
            "card-lines/degeneration-perhaps-over",
            "card-lines/nonspecific-findings-perhaps-over",
            "card-lines/pain-perhaps-over",
            "earlier-fusion/abated",
            "every-diagnosis/abated",
            "every-diagnosis/ends-this-year",
            "every-diagnosis/ends-today",
            "order-day/slip-that-ended-since-the-order"),
        new(
            "constraint con-5",
            "EHRs mark a diagnosis as entered in error and leave it active: it does not count.",
            "every-diagnosis/entered-in-error",
            "red-flags/fracture-entered-in-error",
            "red-flags/infection-entered-in-error",
            "red-flags/tumour-entered-in-error"),
        new(
            "constraint obs-6",
            "A value and a reason why there is none contradict each other: what holds is not known.",
            "every-measurement/absent",
            "instability-values/data-absent-beside-a-value"),
        new("constraint ait-1", "An allergy counts whether it has a status or not.", "drug-classes/allergy-without-status"),
        new(
            "status' with minimum cardinality 1",
            "A measurement without a status is not taken for a final one.",
            "card-lines/risk-factors-without-status",
            "deformity-evidence/severity-asked-angle-without-status",
            "every-measurement/status-missing"),
        new(
            "is not the right type of literal for a",
            "A date as a number, or a number as text, is unreadable, which is not absent.",
            "every-diagnosis/unreadable",
            "every-measurement/unreadable",
            "instability-values/number-as-text",
            "pt-sources/home-exercise-malformed"),
        new("is not a correct literal for a date.", "A birth date that is no date is unreadable.", "patient-age/birth-date-not-a-date"),
        new("is not a correct literal for a code.", "A code with blanks around it and in lower case is read all the same.", "slip-of-a-vertebra/untidy-icd-code"),
        new("JSON131", "A reason that is text instead of a list is unreadable.", "every-diagnosis/reason-unreadable"),
        new("PVAL127", "A reason that is text instead of a list is unreadable.", "every-diagnosis/reason-unreadable"),
        new("An array needs to have at least one element", "An empty list of drafts is silence.", "order-codes/no-draft-at-all"),
        new(
            "extension 'http://hl7.org/fhir/StructureDefinition/condition-diseaseCourse'",
            "The extension is of HL7's package of extensions, which is younger than R4.",
            "deficit-and-its-course/beside-a-slip",
            "deficit-and-its-course/course-dated-by-onset",
            "deficit-and-its-course/course-improving",
            "deficit-and-its-course/course-of-a-bladder",
            "deficit-and-its-course/course-of-a-nonspecific-finding",
            "deficit-and-its-course/course-progressive",
            "deficit-and-its-course/course-provisional",
            "deficit-and-its-course/course-stable",
            "deficit-and-its-course/course-undated",
            "deficit-and-its-course/course-worsening"),
    ];

    /// <summary>Says whether an issue of a run is one that stays.</summary>
    public bool Covers(string run, string issue) =>
        issue.Contains(Issue, StringComparison.Ordinal) && (Runs.Length == 0 || Runs.Contains(run, StringComparer.Ordinal));
}
