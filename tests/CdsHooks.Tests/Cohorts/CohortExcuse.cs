namespace CdsHooks.Tests.Cohorts;

/// <summary>What no block of a cohort shows, and why.</summary>
internal static class CohortExcuse
{
    private const string NoCall = "An order that the plan is not about gives no call.";
    private const string OneOrder = "A patient has one order, which has no other beside it.";

    /// <summary>Gets the results of criteria that no block shows.</summary>
    public static IReadOnlyDictionary<string, string> Results { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["fusion-order not-met"] = NoCall,
        ["fusion-order unknown"] = NoCall,
        ["deformity-order unknown"] = NoCall,
        ["revision-order met"] = OneOrder,
        ["many-levels met"] = OneOrder,
        ["many-levels unknown"] = OneOrder,
        ["pregnancy unknown"] = "It would open the trial of an anti-inflammatory drug too, by another way than the block of that drug.",
        ["home-exercise unknown"] = "It would open physical therapy too, by another way than the block of therapy.",
        ["care-failure-stated unknown"] = "It would open every part of care, by another way than the blocks of care.",
    };

    /// <summary>Gets the reasons that no block shows.</summary>
    public static IReadOnlyDictionary<string, string> Reasons { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["not-retrieved"] = "A cohort is exported whole.",
        ["truncated"] = "A cohort is exported whole.",
        ["class-missing"] = "Groups give it, no criterion that reads the chart.",
    };

    /// <summary>Gets parts of what the validator says of charts that are so on purpose.</summary>
    public static IReadOnlyList<string> Structure { get; } =
    [
        // The extension is of HL7's package of extensions, which is younger than R4.
        "extension 'http://hl7.org/fhir/StructureDefinition/condition-diseaseCourse'",

        // The validator is given one resource, not the order beside it.
        "Cannot resolve reference ServiceRequest/",
    ];
}
