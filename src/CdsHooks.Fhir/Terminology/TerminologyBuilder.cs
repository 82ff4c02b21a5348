using System.Runtime.InteropServices;
using Hl7.Fhir.Model;

namespace CdsHooks.Fhir.Terminology;

/// <summary>
/// Builds a <see cref="TerminologyIndex"/> from the ValueSet, CodeSystem and ConceptMap resources of the knowledge folder, without a
/// terminology server.
/// </summary>
/// <remarks>
/// <para>
/// The content of a value set is its <c>expansion</c>, else its <c>compose</c>: listed concepts, prefixes of codes (filter on
/// <c>code</c>, op <c>regex</c>, such as <c>0SG0.*</c>), whole code systems with a complete CodeSystem resource, and imported value
/// sets (several in one include: their union), without what is excluded in the same forms. The extension <c>value-set-extends</c> also
/// adds a set's codes to another set, <c>value-set-reduces</c> takes them from it; with <c>value-set-may-be-empty</c>, an empty set is a warning.
/// </para>
/// <para>The source code of a concept map becomes a member of every value set that contains a target (equal, equivalent or wider).</para>
/// </remarks>
public sealed class TerminologyBuilder
{
    private readonly List<KnowledgeFile> _files = [];

    /// <summary>Adds a resource, in any order. Types other than the three are ignored.</summary>
    /// <param name="valueSetOrCodeSystemOrConceptMap">The resource, whose typed properties must all be readable.</param>
    /// <param name="file">Its file, as named in issues.</param>
    public void Add(LocatedResource valueSetOrCodeSystemOrConceptMap, string file) =>
        _files.Add(new KnowledgeFile(valueSetOrCodeSystemOrConceptMap, file));

    /// <summary>Builds the index and lists all issues.</summary>
    /// <param name="issues">The errors and warnings, in the order found.</param>
    /// <returns>The index, to be used only where no issue is an error.</returns>
    public TerminologyIndex Build(out IReadOnlyList<TerminologyIssue> issues)
    {
        var log = new IssueLog();
        var catalog = new CodeSystemCatalog();
        foreach (var source in Of<CodeSystem>())
        {
            catalog.Read(source, log);
        }

        var drafts = ReadValueSets(catalog, log);
        var resolver = new ValueSetResolver(drafts, log);
        drafts.RemoveAll(draft => draft.Reduces.Count > 0);
        var valueSets = drafts.ConvertAll(draft => (draft.Canonical, Cover: resolver.Resolve(draft)));
        ApplyMaps(catalog, valueSets.ConvertAll(valueSet => valueSet.Cover), log);
        foreach (var (draft, _) in drafts.Zip(valueSets).Where(pair => pair.Second.Cover.IsEmpty))
        {
            ReportEmpty(draft, log);
        }

        issues = log.Issues;
        return new TerminologyIndex(valueSets, IndexSystems(catalog, valueSets.ConvertAll(valueSet => valueSet.Cover)));
    }

    private List<ValueSetDraft> ReadValueSets(CodeSystemCatalog catalog, IssueLog log)
    {
        var reader = new ValueSetReader(catalog, log);
        var drafts = new SortedDictionary<string, ValueSetDraft>(StringComparer.Ordinal);
        foreach (var draft in Of<ValueSet>().Select(reader.Read).OfType<ValueSetDraft>())
        {
            if (drafts.ContainsKey(draft.Canonical))
            {
                log.Error(draft.Source, ((ValueSet)draft.Source.Resource).UrlElement, "another value set has this url");
            }
            else if (draft.Reduces.Count == 0 && drafts.Values.Count(other => other.Reduces.Count == 0) == ValueSetBits.Capacity)
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
        var additions = new List<(CodeCover Cover, CodeKey Code, CodeMember Member)>();
        var coversByTarget = new Dictionary<CodeKey, List<CodeCover>>();
        foreach (var mapping in Of<ConceptMap>().SelectMany(reader.Read))
        {
            ref var targets = ref CollectionsMarshal.GetValueRefOrAddDefault(coversByTarget, mapping.Target, out _);
            targets ??= covers.FindAll(cover => cover.Contains(mapping.Target));
            if (targets.Count == 0)
            {
                log.Warning(mapping.File, mapping.Element, "the target is in no value set, so the mapping has no effect");
            }

            additions.AddRange(targets.Select(cover =>
                (cover, mapping.Source, new CodeMember(mapping.Display, cover.Codes.GetValueOrDefault(mapping.Target).Ordinal))));
        }

        // Applied at the end, so that the order of the maps does not matter.
        additions.ForEach(addition => addition.Cover.AddCode(addition.Code, addition.Member));
    }

    private static void ReportEmpty(ValueSetDraft draft, IssueLog log)
    {
        const string Message = "the value set is empty";
        if (draft.MayBeEmpty)
        {
            log.Warning(draft.Source, draft.Source.Resource, $"{Message}, which is allowed: it matches nothing until the site fills it");
        }
        else
        {
            log.Error(draft.Source, draft.Source.Resource, Message);
        }
    }

    private IEnumerable<KnowledgeFile> Of<T>() => _files.Where(file => file.Resource is T);

    private static Dictionary<string, SystemCodes> IndexSystems(CodeSystemCatalog catalog, List<CodeCover> covers)
    {
        var codes = new Dictionary<string, Dictionary<string, SystemCodes.Entry>>(StringComparer.Ordinal);
        var prefixes = new Dictionary<string, Dictionary<string, SystemCodes.Entry>>(StringComparer.Ordinal);
        foreach (var (valueSet, cover) in covers.Index())
        {
            foreach (var (key, member) in cover.Codes)
            {
                EntryOf(codes, key).Include(valueSet, member);
            }

            foreach (var key in cover.ExcludedCodes)
            {
                EntryOf(codes, key).Exclude(valueSet);
            }

            foreach (var key in cover.Prefixes)
            {
                EntryOf(prefixes, key).Include(valueSet);
            }

            foreach (var key in cover.ExcludedPrefixes)
            {
                EntryOf(prefixes, key).Exclude(valueSet);
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
