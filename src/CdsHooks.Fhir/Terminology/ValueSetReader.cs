using Hl7.Fhir.Model;

namespace CdsHooks.Fhir.Terminology;

/// <summary>
/// Reads ValueSet resources: the enumerable subset of FHIR, which needs no terminology server. Firely's expander is not used: it
/// applies a filter only to a code system whose concepts it has, and those of ICD-10, ATC and most others are not shipped with the rules.
/// </summary>
internal sealed class ValueSetReader(CodeSystemCatalog catalog, IssueLog issues)
{
    // Our own extensions: another value set that this one's codes are added to, or taken from, and one that a site fills and that can be
    // empty as shipped.
    private const string ValueSetExtends = "https://cdshooks.example.org/fhir/StructureDefinition/value-set-extends";
    private const string ValueSetReduces = "https://cdshooks.example.org/fhir/StructureDefinition/value-set-reduces";
    private const string ValueSetMayBeEmpty = "https://cdshooks.example.org/fhir/StructureDefinition/value-set-may-be-empty";

    internal ValueSetDraft? Read(KnowledgeFile source)
    {
        var valueSet = (ValueSet)source.Resource;
        if (source.Url is not { } url)
        {
            issues.Error(source, valueSet, "the value set has no url");
            return null;
        }

        var draft = new ValueSetDraft(source, url)
        {
            MayBeEmpty = valueSet.GetExtension(ValueSetMayBeEmpty)?.Value is FhirBoolean { Value: true },
        };
        foreach (var extension in valueSet.GetExtensions(ValueSetExtends))
        {
            AddImport(source, draft.Extends, extension.Value as Canonical, extension);
        }

        foreach (var extension in valueSet.GetExtensions(ValueSetReduces))
        {
            AddImport(source, draft.Reduces, extension.Value as Canonical, extension);
        }

        if (draft is { Extends.Count: > 0, Reduces.Count: > 0 })
        {
            issues.Error(source, valueSet, "a value set cannot both extend and reduce others: its codes would be added and taken away");
        }

        if (valueSet.Expansion is { } expansion)
        {
            draft.Includes.Add(ReadExpansion(source, expansion));
        }
        else if (valueSet.Compose is { } compose)
        {
            draft.Includes.AddRange(compose.Include.Select(part => ReadPart(source, part)));
            draft.Excludes.AddRange(compose.Exclude.Select(part => ReadPart(source, part)));
        }

        return draft;
    }

    private ValueSetDraft.Part ReadPart(KnowledgeFile source, ValueSet.ConceptSetComponent part)
    {
        var read = new ValueSetDraft.Part(new CodeCover(), []);
        foreach (var import in part.ValueSetElement)
        {
            AddImport(source, read.Imports, import, part);
        }

        var system = part.System?.Trim() ?? "";
        if (FindPartIssue(part, system, read) is { } issue)
        {
            issues.Error(source, part, issue);
        }
        else if (system.Length > 0)
        {
            if (CodeSystems.Suggest(system) is { } suggestion)
            {
                issues.Warning(source, part.SystemElement, $"no chart uses this URI for a code system: probably {suggestion} is meant");
            }

            ReadSystem(source, part, system, read.Listed);
        }

        return read;
    }

    private static string? FindPartIssue(ValueSet.ConceptSetComponent part, string system, ValueSetDraft.Part read)
    {
        var hasConcepts = part.Concept.Count > 0;
        var hasFilters = part.Filter.Count > 0;
        return (hasConcepts, hasFilters) switch
        {
            (true, true) => "concepts and a filter exclude each other (FHIR's rule vsd-3)",
            (true, false) or (false, true) when system.Length == 0 => "selects codes of a system, but names none",
            (false, false) when system.Length == 0 && read.Imports.Count == 0 => "names neither a system nor a value set",
            _ when system.Length > TerminologyIndex.MaxSystemLength => $"the system is longer than {TerminologyIndex.MaxSystemLength} characters",
            _ when system.Length > 0 && part.ValueSetElement.Count > 0 =>
                "a system and value sets together mean their intersection, which is not supported",
            _ => null,
        };
    }

    private void ReadSystem(KnowledgeFile source, ValueSet.ConceptSetComponent part, string system, CodeCover listed)
    {
        if (part.Concept.Count > 0)
        {
            listed.Codes.EnsureCapacity(part.Concept.Count);
            foreach (var concept in part.Concept)
            {
                AddConcept(source, concept, concept.CodeElement, (concept.Display, concept.Designation), system, listed);
            }
        }
        else if (part.Filter.Count > 0)
        {
            ReadFilters(source, part, system, listed);
        }
        else if (catalog.TryGetComplete(system, out var whole))
        {
            foreach (var (key, member) in whole)
            {
                listed.AddCode(key, member);
            }
        }
        else
        {
            issues.Error(source, part, "includes a whole code system, but no CodeSystem resource with content 'complete' defines it");
        }
    }

    private void AddConcept(
        KnowledgeFile source, Element concept, Code? code, (string? Display, List<ValueSet.DesignationComponent> Others) names, string system, CodeCover listed)
    {
        var text = code?.Value ?? "";
        if (CodeChecks.FindIssue(catalog.Canonical(system), text) is { } issue)
        {
            issues.Error(source, code ?? concept, issue);
            return;
        }

        var key = catalog.KeyOf(system, text);
        if (listed.Codes.ContainsKey(key))
        {
            issues.Warning(source, code, "the code is listed twice");
        }

        listed.AddCode(key, new CodeMember(names.Display, CodeMember.OrdinalOf(concept), CodeMember.OtherNamesOf(names.Others)));
    }

    private void ReadFilters(KnowledgeFile source, ValueSet.ConceptSetComponent part, string system, CodeCover listed)
    {
        if (part.Filter.Count > 1)
        {
            issues.Error(source, part.Filter[1], "more than one filter means their intersection, which is not supported");
            return;
        }

        var filter = part.Filter[0];
        if (FindFilterIssue(filter) is { } issue)
        {
            issues.Error(source, filter, issue);
        }
        else if (!PrefixPattern.TryParse(filter.Value ?? "", out var prefixes))
        {
            issues.Error(source, (Base?)filter.ValueElement ?? filter, "only prefixes of codes are supported, such as 0SG0.* or (0SG0|0SG1).*");
        }
        else
        {
            listed.Prefixes.UnionWith(prefixes.Select(prefix => catalog.KeyOf(system, prefix)));
        }
    }

    private static string? FindFilterIssue(ValueSet.FilterComponent filter) => filter.Op switch
    {
        FilterOperator.Regex when filter.Property is "code" => null,
        FilterOperator.Regex => "a regex is supported only on the property 'code'",
        FilterOperator.IsA or FilterOperator.DescendentOf or FilterOperator.IsNotA or FilterOperator.Generalizes =>
            "requires a terminology server: list the codes, or provide an expansion",
        _ => "only the op 'regex' on the property 'code' is supported",
    };

    private ValueSetDraft.Part ReadExpansion(KnowledgeFile source, ValueSet.ExpansionComponent expansion)
    {
        var read = new ValueSetDraft.Part(new CodeCover(), []);
        AddContained(source, expansion.Contains, read.Listed);
        return read;
    }

    private void AddContained(KnowledgeFile source, List<ValueSet.ContainsComponent> contained, CodeCover listed)
    {
        foreach (var item in contained)
        {
            // An entry without a code, or an abstract one, only groups the entries below it.
            if (item.CodeElement is not null && item.Abstract is not true)
            {
                AddExpanded(source, item, listed);
            }

            AddContained(source, item.Contains, listed);
        }
    }

    private void AddExpanded(KnowledgeFile source, ValueSet.ContainsComponent item, CodeCover listed)
    {
        if (item.System is { Length: > 0 and <= TerminologyIndex.MaxSystemLength } system)
        {
            AddConcept(source, item, item.CodeElement, (item.Display, item.Designation), system, listed);
        }
        else
        {
            issues.Error(source, item, "the code has no system");
        }
    }

    private void AddImport(KnowledgeFile source, List<ValueSetDraft.Import> imports, Canonical? canonical, Base parent)
    {
        if (canonical is { Value.Length: > 0 })
        {
            imports.Add(new ValueSetDraft.Import(KnowledgeFile.WithoutVersion(canonical.Value), canonical));
        }
        else
        {
            issues.Error(source, parent, "names no value set");
        }
    }
}

/// <summary>Reads the only regular expressions that value sets can filter by: prefixes of codes.</summary>
internal static class PrefixPattern
{
    /// <summary>Reads <c>0SG0.*</c>, <c>(0SG0|0SG1).*</c> or <c>M54\.5.*</c>.</summary>
    internal static bool TryParse(string pattern, out IReadOnlyList<string> prefixes)
    {
        prefixes = [];
        if (!pattern.EndsWith(".*", StringComparison.Ordinal))
        {
            return false;
        }

        var body = pattern[..^2];
        var literals = body is ['(', .. var inner, ')'] ? inner.Split('|') : [body];
        var found = new List<string>();
        foreach (var literal in literals)
        {
            if (Unescape(literal) is not { Length: > 0 } prefix)
            {
                return false;
            }

            found.Add(prefix);
        }

        prefixes = found;
        return true;
    }

    private static string? Unescape(string literal)
    {
        var parts = literal.Split(@"\.");
        return Array.TrueForAll(parts, part => part.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_'))
            ? string.Join('.', parts)
            : null;
    }
}
