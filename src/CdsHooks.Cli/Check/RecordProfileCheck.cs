using CdsHooks.Cli.Plans;
using CdsHooks.Decision.Rules;
using CdsHooks.Fhir;

namespace CdsHooks.Cli.Check;

/// <summary>Checks what we ask an EHR to record: value sets of the profile's own publisher that it binds elements to must be here.</summary>
internal static class RecordProfileCheck
{
    public static IEnumerable<CheckFinding> Run(KnowledgeSource source) =>
        from profile in source.Knowledge.OfType("StructureDefinition").Where(IsRecordProfile)
        let publisher = profile.Url.Split("StructureDefinition/")[0]
        from valueSet in BoundSets(profile)
        let canonical = valueSet.AsString() ?? string.Empty
        where canonical.StartsWith(publisher, StringComparison.Ordinal)
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
