using System.Runtime.InteropServices;
using Hl7.Fhir.Model;

namespace CdsHooks.Fhir.Terminology;

/// <summary>
/// Makes a <see cref="TerminologyIndex"/> of the knowledge's ValueSet, CodeSystem and ConceptMap resources, without a terminology server.
/// </summary>
/// <remarks>
/// <para>
/// A value set is its <c>expansion</c> where it has one, else its <c>compose</c>: listed concepts, beginnings of codes (filter on <c>code</c>, op
/// <c>regex</c>, such as <c>0SG0.*</c>), whole code systems that are here complete, imported value sets (several in one include: their
/// union), less what is excluded in the same forms. The extension <c>value-set-extends</c> adds a set's codes to another set too;
/// <c>value-set-may-be-empty</c> makes emptiness a warning.
/// </para>
/// <para>A concept map's source code joins every value set that a target is in (equal, equivalent or wider).</para>
/// </remarks>
public sealed class TerminologyBuilder
{
    private readonly List<KnowledgeFile> _codeSystems = [];
    private readonly List<KnowledgeFile> _valueSets = [];
    private readonly List<KnowledgeFile> _conceptMaps = [];

    /// <summary>Takes in a resource. The order does not matter. Other types than the three are ignored.</summary>
    /// <param name="valueSetOrCodeSystemOrConceptMap">The resource, whose typed properties must all be readable.</param>
    /// <param name="file">Its file, to name in issues.</param>
    public void Add(LocatedResource valueSetOrCodeSystemOrConceptMap, string file)
    {
        var source = new KnowledgeFile(valueSetOrCodeSystemOrConceptMap, file);
        switch (source.Resource)
        {
            case ValueSet:
                _valueSets.Add(source);
                break;
            case CodeSystem:
                _codeSystems.Add(source);
                break;
            case ConceptMap:
                _conceptMaps.Add(source);
                break;
        }
    }

    /// <summary>Builds the index and lists everything that is wrong.</summary>
    /// <param name="issues">All issues, errors and warnings; empty where there is none.</param>
    /// <returns>The index of what could be read; to be used only where no issue is an error.</returns>
    public TerminologyIndex Build(out IReadOnlyList<TerminologyIssue> issues)
    {
        var log = new IssueLog();
        var catalog = new CodeSystemCatalog();
        _codeSystems.ForEach(source => catalog.Read(source, log));

        var drafts = ReadValueSets(catalog, log);
        var resolver = new ValueSetResolver(drafts, log);
        var valueSets = drafts.ConvertAll(draft => (draft.Canonical, Cover: resolver.Resolve(draft)));
        ApplyMaps(catalog, valueSets.ConvertAll(valueSet => valueSet.Cover), log);
        foreach (var (draft, (_, cover)) in drafts.Zip(valueSets).Where(pair => pair.Second.Cover.IsEmpty))
        {
            CheckEmpty(draft, cover, log);
        }

        issues = log.Issues;
        return new TerminologyIndex(valueSets, IndexSystems(catalog, valueSets.ConvertAll(valueSet => valueSet.Cover)));
    }

    private List<ValueSetDraft> ReadValueSets(CodeSystemCatalog catalog, IssueLog log)
    {
        var reader = new ValueSetReader(catalog, log);
        var drafts = new SortedDictionary<string, ValueSetDraft>(StringComparer.Ordinal);
        foreach (var draft in _valueSets.Select(reader.Read).OfType<ValueSetDraft>())
        {
            if (drafts.ContainsKey(draft.Canonical))
            {
                log.Error(draft.Source, ((ValueSet)draft.Source.Resource).UrlElement, "another value set has this url");
            }
            else if (drafts.Count == ValueSetBits.Capacity)
            {
                log.Error(draft.Source, draft.Source.Resource, $"there are more than {ValueSetBits.Capacity} value sets");
            }
            else
            {
                drafts.Add(draft.Canonical, draft);
            }
        }

        return [.. drafts.Values];
    }

    private void ApplyMaps(CodeSystemCatalog catalog, List<CodeCover> covers, IssueLog log)
    {
        var reader = new ConceptMapReader(catalog, log);
        var joining = new List<(CodeCover Cover, CodeKey Code, CodeMember Member)>();
        var holders = new Dictionary<CodeKey, List<CodeCover>>();
        foreach (var mapping in _conceptMaps.SelectMany(reader.Read))
        {
            ref var targets = ref CollectionsMarshal.GetValueRefOrAddDefault(holders, mapping.Target, out _);
            targets ??= covers.FindAll(cover => cover.Contains(mapping.Target));
            if (targets.Count == 0)
            {
                log.Warning(mapping.File, mapping.Element, "the target is in no value set, so the mapping has no effect");
            }

            joining.AddRange(targets.Select(cover =>
                (cover, mapping.Source, new CodeMember(mapping.Display, cover.Codes.GetValueOrDefault(mapping.Target).Ordinal))));
        }

        // Applied at the end, so that the order of the maps makes no difference.
        joining.ForEach(join => join.Cover.AddCode(join.Code, join.Member));
    }

    private static void CheckEmpty(ValueSetDraft draft, CodeCover cover, IssueLog log)
    {
        const string Message = "the value set is empty";
        if (draft.MayBeEmpty && cover.IsEmpty)
        {
            log.Warning(draft.Source, draft.Source.Resource, $"{Message}, as it may be: nothing is found by it until it is filled");
        }
        else
        {
            log.Error(draft.Source, draft.Source.Resource, Message);
        }
    }

    private static Dictionary<string, SystemCodes> IndexSystems(CodeSystemCatalog catalog, List<CodeCover> covers)
    {
        var codes = new Dictionary<string, Dictionary<string, SystemCodes.Entry>>(StringComparer.Ordinal);
        var prefixes = new Dictionary<string, Dictionary<string, SystemCodes.Entry>>(StringComparer.Ordinal);
        foreach (var (valueSet, cover) in covers.Index())
        {
            foreach (var (key, member) in cover.Codes)
            {
                EntryOf(codes, key).Join(valueSet, member);
            }

            foreach (var key in cover.LeftOutCodes)
            {
                EntryOf(codes, key).LeaveOut(valueSet);
            }

            foreach (var key in cover.Prefixes)
            {
                EntryOf(prefixes, key).Join(valueSet);
            }

            foreach (var key in cover.LeftOutPrefixes)
            {
                EntryOf(prefixes, key).LeaveOut(valueSet);
            }
        }

        foreach (var (key, member) in catalog.Concepts)
        {
            EntryOf(codes, key).Name(member.Display);
        }

        return codes.Keys.Union(prefixes.Keys, StringComparer.Ordinal).ToDictionary(
            system => system,
            system => new SystemCodes(catalog.FormOf(system), codes.GetValueOrDefault(system) ?? new(StringComparer.Ordinal), prefixes.GetValueOrDefault(system) ?? new(StringComparer.Ordinal)),
            StringComparer.Ordinal);
    }

    private static SystemCodes.Entry EntryOf(Dictionary<string, Dictionary<string, SystemCodes.Entry>> systems, CodeKey key)
    {
        ref var system = ref CollectionsMarshal.GetValueRefOrAddDefault(systems, key.System, out _);
        system ??= new Dictionary<string, SystemCodes.Entry>(StringComparer.Ordinal);
        ref var entry = ref CollectionsMarshal.GetValueRefOrAddDefault(system, key.Code, out _);
        return entry ??= new SystemCodes.Entry();
    }
}
