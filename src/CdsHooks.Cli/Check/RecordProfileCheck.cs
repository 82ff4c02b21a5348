using CdsHooks.Cli.Plans;
using CdsHooks.Decision.Plan;
using Hl7.Fhir.Model;

namespace CdsHooks.Cli.Check;

/// <summary>Checks what we ask an EHR to record: value sets of the profile's own publisher that it binds elements to must be here.</summary>
internal static class RecordProfileCheck
{
    public static IEnumerable<CheckFinding> Run(KnowledgeSource source) =>
        from profile in source.Knowledge.OfType("StructureDefinition").Where(IsRecordProfile)
        let publisher = profile.Url.Split("StructureDefinition/")[0]
        from valueSet in BoundSets(profile)
        let canonical = valueSet.Value ?? string.Empty
        where canonical.StartsWith(publisher, StringComparison.Ordinal)
            && source.Knowledge.Find(canonical) is not { Resource: ValueSet }
        select new CheckFinding(Severity.Error, profile.File, profile.Located.LocationOf(valueSet), "This value set is not in the folder.");

    /// <summary>Tells a profile of a resource, which asks for a record, from the definition of an extension.</summary>
    public static bool IsRecordProfile(KnowledgeResource structure) => structure.Resource is StructureDefinition { Kind: StructureDefinition.StructureDefinitionKind.Resource };

    /// <summary>Lists the canonicals of the value sets that a record profile binds its elements to.</summary>
    public static IEnumerable<Canonical> BoundSets(KnowledgeResource profile) =>
        ((StructureDefinition)profile.Resource).Differential?.Element.Select(element => element.Binding?.ValueSetElement).OfType<Canonical>() ?? [];
}
