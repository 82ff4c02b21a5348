using Hl7.Fhir.Model;

namespace CdsHooks.Fhir.Terminology;

/// <summary>Resolves the content of every value set, including imports and extensions.</summary>
internal sealed class ValueSetResolver
{
    private readonly Dictionary<string, ValueSetDraft> _drafts;
    private readonly ILookup<string, (ValueSetDraft From, ValueSetDraft.Import Import)> _extenders;
    private readonly ILookup<string, (ValueSetDraft From, ValueSetDraft.Import Import)> _reducers;
    private readonly Dictionary<string, CodeCover> _resolved = new(StringComparer.Ordinal);
    private readonly HashSet<string> _inProgress = new(StringComparer.Ordinal);
    private readonly IssueLog _issues;

    internal ValueSetResolver(IReadOnlyCollection<ValueSetDraft> drafts, IssueLog issues)
    {
        _issues = issues;
        _drafts = drafts.ToDictionary(draft => draft.Canonical, StringComparer.Ordinal);
        _extenders = ByTarget(drafts, draft => draft.Extends, "extends an unknown value set");
        _reducers = ByTarget(drafts, draft => draft.Reduces, "reduces an unknown value set");
    }

    internal CodeCover Resolve(ValueSetDraft draft)
    {
        if (_resolved.TryGetValue(draft.Canonical, out var known))
        {
            return known;
        }

        _inProgress.Add(draft.Canonical);
        // The largest part, such as a long list of drugs, is reused; the others are added to it.
        var parts = draft.Includes.ConvertAll(include => Resolve(draft, include));
        var own = draft.Includes.Zip(parts).Where(pair => ReferenceEquals(pair.First.Listed, pair.Second)).Select(pair => pair.Second);
        var cover = own.MaxBy(part => part.Codes.Count) ?? new CodeCover();
        foreach (var part in parts.Where(part => !ReferenceEquals(part, cover)))
        {
            cover.Add(part);
        }

        foreach (var exclude in draft.Excludes)
        {
            Exclude(draft, exclude, cover);
        }

        foreach (var (from, import) in _extenders[draft.Canonical])
        {
            AddResolved(from, import.Element, from, cover);
        }

        foreach (var (from, import) in _reducers[draft.Canonical])
        {
            Reduce(from, import.Element, cover);
        }

        _inProgress.Remove(draft.Canonical);
        _resolved.Add(draft.Canonical, cover);
        return cover;
    }

    private ILookup<string, (ValueSetDraft From, ValueSetDraft.Import Import)> ByTarget(
        IReadOnlyCollection<ValueSetDraft> drafts, Func<ValueSetDraft, IEnumerable<ValueSetDraft.Import>> imports, string unknown)
    {
        var byTarget = drafts
            .SelectMany(draft => imports(draft).Select(import => (From: draft, Import: import)))
            .ToLookup(pair => pair.Import.Canonical, StringComparer.Ordinal);
        foreach (var (from, import) in byTarget.Where(group => !_drafts.ContainsKey(group.Key)).SelectMany(group => group))
        {
            _issues.Error(from.Source, import.Element, unknown);
        }

        return byTarget;
    }

    private CodeCover Resolve(ValueSetDraft draft, ValueSetDraft.Part part)
    {
        if (part.Imports.Count == 0)
        {
            return part.Listed;
        }

        var cover = new CodeCover();
        cover.Add(part.Listed);
        foreach (var import in part.Imports)
        {
            if (_drafts.TryGetValue(import.Canonical, out var imported))
            {
                AddResolved(draft, import.Element, imported, cover);
            }
            else
            {
                _issues.Error(draft.Source, import.Element, $"imports an unknown value set: {import.Canonical}");
            }
        }

        return cover;
    }

    private void AddResolved(ValueSetDraft referring, Base reference, ValueSetDraft target, CodeCover cover)
    {
        if (_inProgress.Contains(target.Canonical))
        {
            _issues.Error(referring.Source, reference, "the imports of value sets form a circle");
        }
        else
        {
            cover.Add(Resolve(target));
        }
    }

    /// <summary>Takes the codes of one value set from another one, after those of the sets that extend it were added.</summary>
    private void Reduce(ValueSetDraft from, Base reference, CodeCover cover)
    {
        var taken = new CodeCover();
        AddResolved(from, reference, from, taken);
        if (taken.HasExceptions)
        {
            _issues.Error(from.Source, reference, "takes away a value set that itself excludes part of a prefix, which is not supported");
            return;
        }

        var strangers = taken.Codes.Keys.Where(code => !cover.Contains(code)).Select(code => code.Code).Order(StringComparer.Ordinal).ToList();
        if (strangers.Count > 0)
        {
            _issues.Warning(from.Source, reference, $"takes away codes that the value set does not contain: {string.Join(", ", strangers)}");
        }

        cover.Remove(taken);
    }

    private void Exclude(ValueSetDraft draft, ValueSetDraft.Part exclude, CodeCover cover)
    {
        var excluded = Resolve(draft, exclude);
        if (excluded.HasExceptions)
        {
            _issues.Error(draft.Source, exclude.Imports[0].Element, "excludes a value set that itself excludes part of a prefix, which is not supported");
        }
        else
        {
            cover.Remove(excluded);
        }
    }
}
