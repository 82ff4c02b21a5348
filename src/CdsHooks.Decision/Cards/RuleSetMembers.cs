using CdsHooks.Decision.Plan;

namespace CdsHooks.Decision.Cards;

/// <summary>What an insert over a criterion ranges over.</summary>
internal static class RuleSetMembers
{
    /// <summary>Gets the enabled members of a group, a leaf as its own only member, and nothing for a criterion that is not enabled.</summary>
    public static IEnumerable<string> MembersOf(this RuleSet rules, string id) => rules.FindCriterion(id) switch
    {
        null => [],
        { Members.Count: > 0 } group => group.Members.Where(member => rules.FindCriterion(member) is not null),
        var leaf => [leaf.Id],
    };
}
