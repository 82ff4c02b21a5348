using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Hl7.Fhir.Model;

namespace CdsHooks.Fhir.Terminology;

/// <summary>The CodeSystem resources of the knowledge folder: their codes, displays and case sensitivity.</summary>
internal sealed class CodeSystemCatalog
{
    private readonly Dictionary<string, Entry> _systems = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _canonicals = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> _asWritten = new(StringComparer.Ordinal);

    /// <summary>Gets every concept that was read.</summary>
    internal IEnumerable<(CodeKey Key, CodeMember Member)> Concepts =>
        _systems.Values.SelectMany(system => system.Concepts.Select(concept => (concept.Key, concept.Value)));

    internal void Read(KnowledgeFile source, IssueLog issues)
    {
        var codeSystem = (CodeSystem)source.Resource;
        if (source.Url is not { } url)
        {
            issues.Error(source, codeSystem, "the code system has no url");
            return;
        }

        var system = Canonical(url);
        var form = CodeSystems.FormOf(system);
        if (form is CodeForm.Exact && codeSystem.CaseSensitive is false)
        {
            form = CodeForm.UpperCase;
        }

        var entry = new Entry(form, codeSystem.Content is CodeSystemContentMode.Complete, []);
        if (!_systems.TryAdd(system, entry))
        {
            issues.Error(source, codeSystem.UrlElement, "another code system has this url");
            return;
        }

        ReadConcepts(source, codeSystem.Concept, system, entry, issues);
    }

    /// <summary>Gets one URI for all spellings of a system; for a system not in <see cref="CodeSystems"/>, the spelling read first.</summary>
    internal string Canonical(string system)
    {
        ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(_asWritten, system, out _);
        return known ??= FindCanonical(system);
    }

    private string FindCanonical(string system)
    {
        var canonical = CodeSystems.Canonical(system);
        if (_canonicals.TryGetValue(canonical, out var known))
        {
            return known;
        }

        foreach (var spelling in CodeSystems.Spellings(canonical))
        {
            _canonicals.TryAdd(spelling, canonical);
        }

        return canonical;
    }

    internal CodeKey KeyOf(string system, string code)
    {
        var canonical = Canonical(system);
        return new CodeKey(canonical, CodeText.Normalise(code, FormOf(canonical)));
    }

    internal CodeForm FormOf(string canonical) =>
        _systems.TryGetValue(canonical, out var system) ? system.Form : CodeSystems.FormOf(canonical);

    /// <summary>Gets all concepts of a system whose CodeSystem resource is complete.</summary>
    internal bool TryGetComplete(string system, [NotNullWhen(true)] out IReadOnlyDictionary<CodeKey, CodeMember>? concepts)
    {
        var found = _systems.GetValueOrDefault(Canonical(system));
        concepts = found is { IsComplete: true } ? found.Concepts : null;
        return concepts is not null;
    }

    private void ReadConcepts(
        KnowledgeFile source, List<CodeSystem.ConceptDefinitionComponent> concepts, string system, Entry entry, IssueLog issues)
    {
        foreach (var concept in concepts)
        {
            var code = concept.Code ?? "";
            if (CodeChecks.FindIssue(system, code) is { } issue)
            {
                issues.Error(source, (Base?)concept.CodeElement ?? concept, issue);
            }
            else if (!entry.Concepts.TryAdd(KeyOf(system, code), new CodeMember(concept.Display, CodeMember.OrdinalOf(concept))))
            {
                issues.Error(source, concept.CodeElement, "the code system contains this code twice");
            }

            ReadConcepts(source, concept.Concept, system, entry, issues);
        }
    }

    private sealed record Entry(CodeForm Form, bool IsComplete, Dictionary<CodeKey, CodeMember> Concepts);
}
