using Hl7.Fhir.Model;

namespace CdsHooks.Decision.Plan;

/// <summary>Reads the plan's <c>plan-denials</c>: words beside which a reason in words may mean the opposite, or only what was feared.</summary>
internal static class DenialsReader
{
    /// <summary>Reads the words.</summary>
    /// <param name="plan">The PlanDefinition.</param>
    /// <param name="issues">Receives what is wrong with them.</param>
    /// <returns>The words, lower case; empty where the plan has none.</returns>
    public static IReadOnlyList<string> Read(KnowledgeResource plan, IssueList issues)
    {
        List<string> words = [];
        var all = ((PlanDefinition)plan.Resource).AllNamed("plan-denials");
        foreach (var second in all.Skip(1))
        {
            issues.Add(plan, second, "A plan has one plan-denials.");
        }

        foreach (var word in all.Take(1).SelectMany(denials => denials.AllNamed("word")))
        {
            // Words are looked for one by one, so that "ruled out" would be found nowhere that "ruled" is not.
            if (word.Value.AsText() is not { Length: > 0 } text || !text.All(char.IsLetter))
            {
                issues.Add(plan, word, "A word of plan-denials is a single word of letters.");
            }
            else if (words.Contains(text.ToLowerInvariant(), StringComparer.Ordinal))
            {
                issues.Add(plan, word, "This word of plan-denials is given twice.");
            }
            else
            {
                words.Add(text.ToLowerInvariant());
            }
        }

        if (all.Count > 0 && all[0].AllNamed("word").Count == 0)
        {
            issues.Add(plan, all[0], "plan-denials needs at least one word.");
        }

        return words;
    }
}
