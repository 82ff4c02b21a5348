using Hl7.Fhir.Model;

namespace CdsHooks.Fhir.Terminology;

/// <summary>Reads ConceptMap resources: a site's own code becomes a member of every value set that contains the code it maps to.</summary>
internal sealed class ConceptMapReader(CodeSystemCatalog catalog, IssueLog issues)
{
    /// <summary>A site's code and the code whose memberships it shares.</summary>
    internal sealed record Mapping(KnowledgeFile File, Base Element, CodeKey Source, string? Display, CodeKey Target);

    internal IEnumerable<Mapping> Read(KnowledgeFile file) =>
        ((ConceptMap)file.Resource).Group.SelectMany(group => ReadGroup(file, group));

    private List<Mapping> ReadGroup(KnowledgeFile file, ConceptMap.GroupComponent group)
    {
        if (string.IsNullOrWhiteSpace(group.Source) || string.IsNullOrWhiteSpace(group.Target))
        {
            issues.Error(file, group, "the group has no source or no target system");
            return [];
        }

        if (group.Source.Length > TerminologyIndex.MaxSystemLength)
        {
            issues.Error(file, group.SourceElement, $"the system is longer than {TerminologyIndex.MaxSystemLength} characters");
            return [];
        }

        return group.Element.SelectMany(element => ReadElement(file, element, group.Source, group.Target)).ToList();
    }

    private IEnumerable<Mapping> ReadElement(KnowledgeFile file, ConceptMap.SourceElementComponent element, string source, string target)
    {
        if (ReadCode(file, element, element.CodeElement, source) is not { } from)
        {
            yield break;
        }

        foreach (var mapped in element.Target)
        {
            if (IsSame(file, mapped) && ReadCode(file, mapped, mapped.CodeElement, target) is { } to)
            {
                yield return new Mapping(file, mapped, from, element.Display, to);
            }
        }
    }

    private CodeKey? ReadCode(KnowledgeFile file, Base parent, Code? code, string system)
    {
        var text = code?.Value ?? "";
        if (CodeChecks.FindIssue(catalog.Canonical(system), text) is not { } issue)
        {
            return catalog.KeyOf(system, text);
        }

        issues.Error(file, code ?? parent, issue);
        return null;
    }

    // "wider": the target is the broader concept, so the source belongs in the target's value sets.
    private bool IsSame(KnowledgeFile file, ConceptMap.TargetElementComponent target)
    {
        if (target.Equivalence is null)
        {
            issues.Error(file, target, "the target has no equivalence");
        }

        return target.Equivalence is ConceptMapEquivalence.Equal or ConceptMapEquivalence.Equivalent or ConceptMapEquivalence.Wider;
    }
}
