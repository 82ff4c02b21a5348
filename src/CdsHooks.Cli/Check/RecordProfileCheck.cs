using CdsHooks.Cli.Plans;
using CdsHooks.Decision.Rules;
using CdsHooks.Fhir;

namespace CdsHooks.Cli.Check;

/// <summary>Checks what we ask an EHR to record: the value sets that a record profile binds an element to must be here.</summary>
internal static class RecordProfileCheck
{
    // HL7's own value sets are not part of the folder.
    private static readonly string[] Elsewhere = ["http://hl7.org/", "http://terminology.hl7.org/"];

    public static IEnumerable<CheckFinding> Run(KnowledgeSource source) =>
        from profile in source.Knowledge.OfType("StructureDefinition").Where(IsRecordProfile)
        from valueSet in BoundSets(profile)
        let canonical = valueSet.AsString() ?? string.Empty
        where !Elsewhere.Any(start => canonical.StartsWith(start, StringComparison.Ordinal))
            && source.Knowledge.Find(canonical) is not { Resource.ResourceType: "ValueSet" }
        select new CheckFinding(Severity.Error, profile.File, valueSet.Location, "This value set is not in the folder.");

    /// <summary>Tells a profile of a resource, which asks for a record, from the definition of an extension.</summary>
    public static bool IsRecordProfile(KnowledgeResource structure) => structure.Resource.Root["kind"u8].AsString() is "resource";

    /// <summary>Lists the canonicals of the value sets that a record profile binds its elements to.</summary>
    public static IEnumerable<FhirNode> BoundSets(KnowledgeResource profile)
    {
        foreach (var element in profile.Resource.Root["differential"u8].Items("element"u8))
        {
            if (element["binding"u8]["valueSet"u8] is { Exists: true } valueSet)
            {
                yield return valueSet;
            }
        }
    }
}
