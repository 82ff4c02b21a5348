using System.Text.Json;

namespace CdsHooks.Fhir.Terminology;

/// <summary>Reads ValueSet resources: the enumerable subset of FHIR, which needs no terminology server.</summary>
internal sealed class ValueSetReader(CodeSystemCatalog catalog, FaultLog faults)
{
    internal ValueSetDraft? Read(KnowledgeFile source)
    {
        var root = source.Resource.Root;
        if (source.Url is not { } url)
        {
            faults.Error(source.File, root, "the value set has no url");
            return null;
        }

        var draft = new ValueSetDraft(source, url)
        {
            MayBeEmpty = root.Extension(FhirUris.ValueSetMayBeEmpty)["valueBoolean"u8].AsBoolean() is true,
        };
        foreach (var extension in root.Items("extension"u8).Where(item => item["url"u8].Utf8Equals(FhirUris.ValueSetExtends)))
        {
            AddImport(source, draft.Extends, extension["valueCanonical"u8], extension);
        }

        if (root["expansion"u8] is { Exists: true } expansion)
        {
            draft.Includes.Add(ReadExpansion(source, expansion));
        }
        else
        {
            draft.Includes.AddRange(root["compose"u8].Items("include"u8).Select(part => ReadPart(source, part)));
            draft.Excludes.AddRange(root["compose"u8].Items("exclude"u8).Select(part => ReadPart(source, part)));
        }

        return draft;
    }

    private ValueSetDraft.Part ReadPart(KnowledgeFile source, FhirNode part)
    {
        var read = new ValueSetDraft.Part(new CodeCover(), []);
        foreach (var import in part.Items("valueSet"u8))
        {
            AddImport(source, read.Imports, import, part);
        }

        var system = part["system"u8].AsString()?.Trim() ?? "";
        if (FindPartFault(part, system, read) is { } fault)
        {
            faults.Error(source.File, part, fault);
        }
        else if (system.Length > 0)
        {
            if (CodeSystems.Meant(system) is { } meant)
            {
                faults.Warning(source.File, part["system"u8], $"no chart names a code system so: {meant} is probably meant");
            }

            ReadSystem(source, part, system, read.Listed);
        }

        return read;
    }

    private static string? FindPartFault(FhirNode part, string system, ValueSetDraft.Part read)
    {
        var hasConcepts = part["concept"u8].Exists;
        var hasFilters = part["filter"u8].Exists;
        return (hasConcepts, hasFilters) switch
        {
            (true, true) => "concepts and a filter exclude each other (FHIR's rule vsd-3)",
            (true, false) or (false, true) when system.Length == 0 => "takes codes from a system, but names none",
            (false, false) when system.Length == 0 && read.Imports.Count == 0 => "names neither a system nor a value set to take codes from",
            _ when system.Length > TerminologyIndex.MaxSystemLength => $"the system is longer than {TerminologyIndex.MaxSystemLength} characters",
            _ when system.Length > 0 && part["valueSet"u8].Exists =>
                "a system and value sets together mean their intersection, which is not supported",
            _ => null,
        };
    }

    private void ReadSystem(KnowledgeFile source, FhirNode part, string system, CodeCover listed)
    {
        if (part["concept"u8] is { Exists: true } concepts)
        {
            listed.Codes.EnsureCapacity(concepts.Json.ValueKind is JsonValueKind.Array ? concepts.Json.GetArrayLength() : 1);
            foreach (var concept in part.Items("concept"u8))
            {
                AddConcept(source, concept, system, listed);
            }
        }
        else if (part["filter"u8].Exists)
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
            faults.Error(source.File, part, "takes a whole code system, of which no CodeSystem resource with content 'complete' is here");
        }
    }

    private void AddConcept(KnowledgeFile source, FhirNode concept, string system, CodeCover listed)
    {
        var node = concept["code"u8];
        var code = node.AsString() ?? "";
        var at = node.Exists ? node : concept;
        if (CodeChecks.FindFault(catalog.Canonical(system), code) is { } fault)
        {
            faults.Error(source.File, at, fault);
            return;
        }

        var key = catalog.KeyOf(system, code);
        if (listed.Codes.ContainsKey(key))
        {
            faults.Warning(source.File, at, "the code stands here twice");
        }

        var ordinal = concept.Extension(FhirUris.OrdinalValue)["valueDecimal"u8].AsDecimal();
        listed.AddCode(key, new CodeMember(concept["display"u8].AsString(), ordinal));
    }

    private void ReadFilters(KnowledgeFile source, FhirNode part, string system, CodeCover listed)
    {
        var filters = part.Items("filter"u8).ToList();
        if (filters.Count > 1)
        {
            faults.Error(source.File, filters[1], "more than one filter means their intersection, which is not supported");
            return;
        }

        foreach (var filter in filters)
        {
            if (FindFilterFault(filter) is { } fault)
            {
                faults.Error(source.File, filter, fault);
            }
            else if (!PrefixPattern.TryParse(filter["value"u8].AsString() ?? "", out var prefixes))
            {
                faults.Error(
                    source.File,
                    filter["value"u8] is { Exists: true } value ? value : filter,
                    "only beginnings of codes are supported, such as 0SG0.* or (0SG0|0SG1).*");
            }
            else
            {
                listed.Prefixes.UnionWith(prefixes.Select(prefix => catalog.KeyOf(system, prefix)));
            }
        }
    }

    private static string? FindFilterFault(FhirNode filter) => filter["op"u8].AsString() switch
    {
        "regex" when filter["property"u8].Utf8Equals("code"u8) => null,
        "regex" => "a regex is supported on the property 'code' only",
        "is-a" or "descendent-of" or "is-not-a" or "generalizes" => "needs a terminology server: list the codes, or put an expansion here",
        _ => "only the op 'regex' on the property 'code' is supported",
    };

    private ValueSetDraft.Part ReadExpansion(KnowledgeFile source, FhirNode expansion)
    {
        var read = new ValueSetDraft.Part(new CodeCover(), []);
        AddContained(source, expansion.Items("contains"u8), read.Listed);
        return read;
    }

    private void AddContained(KnowledgeFile source, FhirItems contained, CodeCover listed)
    {
        foreach (var item in contained)
        {
            // An entry without a code, or an abstract one, only groups those below it.
            if (item["code"u8].Exists && item["abstract"u8].AsBoolean() is not true)
            {
                AddExpanded(source, item, listed);
            }

            AddContained(source, item.Items("contains"u8), listed);
        }
    }

    private void AddExpanded(KnowledgeFile source, FhirNode item, CodeCover listed)
    {
        if (item["system"u8].AsString() is { Length: > 0 and <= TerminologyIndex.MaxSystemLength } system)
        {
            AddConcept(source, item, system, listed);
        }
        else
        {
            faults.Error(source.File, item, "the code has no system");
        }
    }

    private void AddImport(KnowledgeFile source, List<ValueSetDraft.Import> imports, FhirNode node, FhirNode parent)
    {
        if (node.AsString() is { Length: > 0 } canonical)
        {
            imports.Add(new ValueSetDraft.Import(KnowledgeFile.WithoutVersion(canonical), node));
        }
        else
        {
            faults.Error(source.File, parent, "names no value set");
        }
    }
}
