using CdsHooks.Decision.Plan;
using CdsHooks.Fhir.Terminology;
using Hl7.Fhir.Model;

namespace CdsHooks.Workbench.Terms;

/// <summary>The content of a value set, and who adds each code.</summary>
/// <param name="Resource">The value set.</param>
/// <param name="Codes">Its codes, by the file that contributes them, system and code.</param>
/// <param name="Systems">The number of codes of each system, the largest first.</param>
/// <param name="Contributions">The files that contribute codes: the value set itself first, then those that it includes, that extend it or that map codes into it.</param>
/// <param name="Excluded">The codes that are taken away by name, by the value set itself or by a file that reduces it.</param>
internal sealed record CodeList(
    ValueSet Resource,
    IReadOnlyList<ListedCode> Codes,
    IReadOnlyList<(string System, int Count)> Systems,
    IReadOnlyList<CodeContribution> Contributions,
    IReadOnlyList<ListedCode> Excluded)
{
    /// <summary>Gets the value sets that it is part of: those that include it, and those that it extends.</summary>
    public IReadOnlyList<KnowledgeResource> Wholes { get; init; } = [];

    /// <summary>Lists the content of a value set.</summary>
    /// <param name="knowledge">The knowledge that the value set is part of.</param>
    /// <param name="terminology">The value sets as the rules see them.</param>
    /// <param name="valueSet">The value set.</param>
    public static CodeList Of(KnowledgeFiles knowledge, TerminologyIndex terminology, KnowledgeResource valueSet)
    {
        var index = terminology.IndexOf(valueSet.Url);
        var members = index < 0 ? [] : terminology.Members(index).ToList();
        var contributions = Contributors.Of(knowledge, valueSet, members);
        var order = contributions.Index().ToDictionary(pair => pair.Item, pair => pair.Index);
        List<ListedCode> codes = [.. members.Select(member => Listed(member, contributions)).OrderBy(code => code.From is { } from ? order[from] : order.Count)];
        return new CodeList(
            (ValueSet)valueSet.Resource,
            codes,
            [.. codes.CountBy(code => code.System, StringComparer.Ordinal).OrderByDescending(system => system.Value).Select(system => (system.Key, system.Value))],
            contributions,
            Contributors.Excluded(knowledge, valueSet))
        {
            Wholes = Contributors.Wholes(knowledge, valueSet),
        };
    }

    /// <summary>Finds codes by words: each must be part of the code, its display, its other names or its system.</summary>
    public IReadOnlyList<ListedCode> Find(string words) => [.. Codes.Where(code => SearchWords.Of(words).AreIn(code.Code, code.Display, CodeSystemName.Of(code.System), code.Plain))];

    private static ListedCode Listed((string System, string Code, string? Display, bool IsPrefix) member, IReadOnlyList<CodeContribution> contributions)
    {
        var key = CodeContribution.KeyOf(member.System, member.Code);
        var from = contributions.FirstOrDefault(contribution => contribution.Written.ContainsKey(key));
        var written = from?.Written[key];
        return new ListedCode(member.System, written?.Code ?? member.Code, member.Display ?? written?.Display, member.IsPrefix) { Plain = member.Code, From = from };
    }
}

/// <summary>A code of a value set.</summary>
/// <param name="System">The URI of its system.</param>
/// <param name="Code">The code as its file writes it.</param>
/// <param name="Display">The words for it; null when there are none.</param>
/// <param name="IsPrefix">True when it stands for every code that begins so.</param>
internal sealed record ListedCode(string System, string Code, string? Display, bool IsPrefix)
{
    /// <summary>Gets the code as it is compared: without the dot of ICD-10-CM.</summary>
    public string Plain { get; init; } = Code;

    /// <summary>Gets the file that adds it; null when it comes with a whole code system.</summary>
    public CodeContribution? From { get; init; }
}
