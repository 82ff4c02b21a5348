using CdsHooks.Decision.Criteria;
using CdsHooks.Decision.Criteria.Matching;
using CdsHooks.Decision.Evidence;
using CdsHooks.Fhir.Terminology;

namespace CdsHooks.Decision.Plan;

/// <summary>What to put after <c>code=</c> in a search for what the rules read of a kind by its code.</summary>
internal static class SearchTokens
{
    /// <summary>Lists the codes.</summary>
    /// <returns><c>system|code</c>, sorted. Beginnings of codes cannot be searched for, nor what is read by another element than its code.</returns>
    public static IReadOnlyList<string> Of(EvidenceKind kind, IReadOnlyList<Criterion> criteria, TerminologyIndex terminology)
    {
        SortedSet<string> tokens = new(StringComparer.Ordinal);
        foreach (var input in criteria.OfType<LeafCriterion>().SelectMany(leaf => leaf.Inputs).Where(input => input.Kind == kind))
        {
            var byCode = Array.FindIndex(input.Filters, filter => filter.Path is EvidencePath.Code);
            if (byCode >= 0)
            {
                tokens.UnionWith(terminology.Members(input.Filters[byCode].ValueSet).Where(member => !member.IsPrefix).Select(member => $"{member.System}|{member.Code}"));
            }
        }

        return [.. tokens];
    }
}
