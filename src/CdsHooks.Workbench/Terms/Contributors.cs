using CdsHooks.Decision.Plan;
using Hl7.Fhir.Model;

namespace CdsHooks.Workbench.Terms;

/// <summary>Finds the files that contribute codes to a value set.</summary>
internal static class Contributors
{
    private const string Extends = PlanExtensions.ExtensionBase + "value-set-extends";
    private const string Reduces = PlanExtensions.ExtensionBase + "value-set-reduces";

    /// <summary>Lists the files with a code in the value set.</summary>
    /// <param name="knowledge">The knowledge.</param>
    /// <param name="valueSet">The value set.</param>
    /// <param name="members">Its codes as the rules see them.</param>
    public static IReadOnlyList<CodeContribution> Of(KnowledgeFiles knowledge, KnowledgeResource valueSet, IReadOnlyList<(string System, string Code, string? Display, bool IsPrefix)> members)
    {
        var keys = members.Select(member => CodeContribution.KeyOf(member.System, member.Code)).ToHashSet(StringComparer.Ordinal);
        List<CodeContribution> found = [];
        HashSet<string> seen = new(StringComparer.Ordinal);
        Add(valueSet, ContributionManner.Own);
        var targets = members.DistinctBy(member => CodeContribution.KeyOf(member.System, member.Code), StringComparer.Ordinal)
            .ToDictionary(member => CodeContribution.KeyOf(member.System, member.Code), member => member.Display, StringComparer.Ordinal);
        found.AddRange(knowledge.OfType("ConceptMap")
            .Select(map => new CodeContribution(map, ContributionManner.Mapped, Mapped((ConceptMap)map.Resource, targets)))
            .Where(contribution => contribution.Written.Count > 0));
        return found;

        void Add(KnowledgeResource resource, ContributionManner manner)
        {
            if (resource.Resource is not ValueSet set || !seen.Add(resource.Url))
            {
                return;
            }

            var written = Written(set).Where(code => keys.Contains(code.Key)).DistinctBy(code => code.Key, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
            if (written.Count > 0 || manner is ContributionManner.Own)
            {
                found.Add(new CodeContribution(resource, manner, written));
            }

            foreach (var included in Included(set).Select(knowledge.Find).OfType<KnowledgeResource>())
            {
                Add(included, ContributionManner.Included);
            }

            foreach (var extending in knowledge.OfType("ValueSet").Where(other => IsExtendedBy(resource.Url, other)))
            {
                Add(extending, ContributionManner.Extending);
            }
        }
    }

    /// <summary>Lists the value sets that a value set is part of: those that include it, and those that it extends.</summary>
    public static IReadOnlyList<KnowledgeResource> Wholes(KnowledgeFiles knowledge, KnowledgeResource valueSet) =>
    [
        .. knowledge.OfType("ValueSet").Where(other =>
            !ReferenceEquals(other, valueSet)
            && (Included((ValueSet)other.Resource).Any(canonical => string.Equals(canonical.Split('|')[0], valueSet.Url, StringComparison.Ordinal)) || IsExtendedBy(other.Url, valueSet))),
    ];

    /// <summary>Lists the codes that are taken from a value set by name: by itself, or by a file that reduces it.</summary>
    public static IReadOnlyList<ListedCode> Excluded(KnowledgeFiles knowledge, KnowledgeResource valueSet) =>
    [
        .. Concepts(((ValueSet)valueSet.Resource).Compose?.Exclude, from: null),
        .. knowledge.OfType("ValueSet")
            .Where(other => Names(other, Reduces, valueSet.Url))
            .SelectMany(other => Concepts(
                ((ValueSet)other.Resource).Compose?.Include,
                new CodeContribution(other, ContributionManner.Reducing, new Dictionary<string, (string Code, string? Display)>(StringComparer.Ordinal)))),
    ];

    private static IEnumerable<ListedCode> Concepts(List<ValueSet.ConceptSetComponent>? parts, CodeContribution? from) =>
        (parts ?? []).SelectMany(part => part.Concept.Select(concept => new ListedCode(part.System ?? string.Empty, concept.Code ?? string.Empty, concept.Display, IsPrefix: false) { From = from }));

    private static IEnumerable<string> Included(ValueSet valueSet) => (valueSet.Compose?.Include ?? []).SelectMany(part => part.ValueSet).OfType<string>();

    private static bool IsExtendedBy(string url, KnowledgeResource other) => Names(other, Extends, url);

    /// <summary>Determines whether an extension of a value set names another.</summary>
    private static bool Names(KnowledgeResource other, string extensionUrl, string url) =>
        other.Resource is ValueSet { Extension: var extensions }
        && extensions.Exists(extension => string.Equals(extension.Url, extensionUrl, StringComparison.Ordinal) && string.Equals(extension.Value.AsText()?.Split('|')[0], url, StringComparison.Ordinal));

    private static IEnumerable<KeyValuePair<string, (string Code, string? Display)>> Written(ValueSet valueSet) =>
        (valueSet.Compose?.Include ?? []).SelectMany(part => Written(part.System ?? string.Empty, part))
            .Concat((valueSet.Expansion?.Contains ?? []).SelectMany(Expanded));

    private static IEnumerable<KeyValuePair<string, (string Code, string? Display)>> Written(string system, ValueSet.ConceptSetComponent part) =>
        part.Concept.Select(concept => Pair(system, concept.Code, concept.Display))
            .Concat(part.Filter.SelectMany(filter => Beginnings(filter.Value ?? string.Empty)).Select(beginning => Pair(system, beginning, display: null)));

    private static IEnumerable<KeyValuePair<string, (string Code, string? Display)>> Expanded(ValueSet.ContainsComponent item) =>
        item.Contains.SelectMany(Expanded).Prepend(Pair(item.System ?? string.Empty, item.Code, item.Display));

    private static KeyValuePair<string, (string Code, string? Display)> Pair(string system, string? code, string? display) =>
        new(CodeContribution.KeyOf(system, code ?? string.Empty), (code ?? string.Empty, display));

    /// <summary>Lists the beginnings of codes in a filter such as <c>(0SG0|0SG1).*</c>.</summary>
    private static string[] Beginnings(string pattern) =>
        pattern.Replace(".*", string.Empty, StringComparison.Ordinal).Replace("\\", string.Empty, StringComparison.Ordinal).Trim('(', ')').Split('|');

    /// <summary>Lists the codes that a map leads to a code of the value set; one without words of its own has those of its targets.</summary>
    private static Dictionary<string, (string Code, string? Display)> Mapped(ConceptMap map, Dictionary<string, string?> members)
    {
        Dictionary<string, (string Code, string? Display)> written = new(StringComparer.Ordinal);
        foreach (var group in map.Group)
        {
            foreach (var element in group.Element)
            {
                var (key, code) = Pair(group.Source ?? string.Empty, element.Code, element.Display);
                var targets = element.Target.Select(target => CodeContribution.KeyOf(group.Target ?? string.Empty, target.Code ?? string.Empty)).Where(members.ContainsKey).ToList();
                if (targets.Count > 0 && members.ContainsKey(key))
                {
                    var words = string.Join(", ", targets.Select(target => members[target]).OfType<string>());
                    written.TryAdd(key, (code.Code, code.Display ?? (words.Length > 0 ? $"maps to {words}" : null)));
                }
            }
        }

        return written;
    }
}
