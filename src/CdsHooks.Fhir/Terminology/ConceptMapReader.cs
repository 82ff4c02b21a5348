namespace CdsHooks.Fhir.Terminology;

/// <summary>Reads ConceptMap resources: a site's own codes join every value set that the code they stand for is in.</summary>
internal sealed class ConceptMapReader(CodeSystemCatalog catalog, FaultLog faults)
{
    /// <summary>A code of the site, and the code whose memberships it shares.</summary>
    internal sealed record Mapping(KnowledgeFile File, FhirNode Node, CodeKey Source, string? Display, CodeKey Target);

    internal IEnumerable<Mapping> Read(KnowledgeFile file) =>
        file.Resource.Root.Items("group"u8).SelectMany(group => ReadGroup(file, group));

    private List<Mapping> ReadGroup(KnowledgeFile file, FhirNode group)
    {
        var source = group["source"u8].AsString();
        var target = group["target"u8].AsString();
        if (string.IsNullOrWhiteSpace(source) || string.IsNullOrWhiteSpace(target))
        {
            faults.Error(file.File, group, "the group names no source or no target system");
            return [];
        }

        if (source.Length > TerminologyIndex.MaxSystemLength)
        {
            faults.Error(file.File, group["source"u8], $"the system is longer than {TerminologyIndex.MaxSystemLength} characters");
            return [];
        }

        return group.Items("element"u8).SelectMany(element => ReadElement(file, element, source, target)).ToList();
    }

    private IEnumerable<Mapping> ReadElement(KnowledgeFile file, FhirNode element, string source, string target)
    {
        if (ReadCode(file, element, source) is not { } from)
        {
            yield break;
        }

        foreach (var node in element.Items("target"u8))
        {
            if (IsSame(file, node) && ReadCode(file, node, target) is { } to)
            {
                yield return new Mapping(file, node, from, element["display"u8].AsString(), to);
            }
        }
    }

    private CodeKey? ReadCode(KnowledgeFile file, FhirNode parent, string system)
    {
        var code = parent["code"u8].AsString() ?? "";
        if (CodeChecks.FindFault(catalog.Canonical(system), code) is not { } fault)
        {
            return catalog.KeyOf(system, code);
        }

        faults.Error(file.File, parent["code"u8] is { Exists: true } node ? node : parent, fault);
        return null;
    }

    // "wider": what the target means is wider, so the source is one of what the target's value sets mean.
    private bool IsSame(KnowledgeFile file, FhirNode target)
    {
        var equivalence = target["equivalence"u8].AsString();
        if (equivalence is null)
        {
            faults.Error(file.File, target, "the target says no equivalence");
        }

        return equivalence is "equal" or "equivalent" or "wider";
    }
}
