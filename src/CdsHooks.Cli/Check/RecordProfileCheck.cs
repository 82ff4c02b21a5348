using CdsHooks.Decision.Plan;
using CdsHooks.Workbench.Plans;
using Hl7.Fhir.Model;

namespace CdsHooks.Cli.Check;

/// <summary>Checks the record profiles: a bound value set of the profile's own publisher must be in the folder.</summary>
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

    /// <summary>Determines whether a StructureDefinition is the profile of a resource, as opposed to an extension.</summary>
    public static bool IsRecordProfile(KnowledgeResource structure) => structure.Resource is StructureDefinition { Kind: StructureDefinition.StructureDefinitionKind.Resource };

    /// <summary>Lists the canonicals of the value sets that a record profile binds its elements to.</summary>
    public static IEnumerable<Canonical> BoundSets(KnowledgeResource profile) =>
        ((StructureDefinition)profile.Resource).Differential?.Element.Select(element => element.Binding?.ValueSetElement).OfType<Canonical>() ?? [];
}
