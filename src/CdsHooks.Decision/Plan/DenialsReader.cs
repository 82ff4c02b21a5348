using Hl7.Fhir.Model;

namespace CdsHooks.Decision.Plan;

/// <summary>Reads the plan's <c>plan-denials</c>: words that can negate a reason given as text, or mark it as a fear.</summary>
internal static class DenialsReader
{
    /// <summary>Reads the words, in lower case; empty where the plan has none.</summary>
    public static IReadOnlyList<string> Read(KnowledgeResource plan, IssueList issues)
    {
        List<string> words = [];
        var all = ((PlanDefinition)plan.Resource).AllNamed("plan-denials");
        foreach (var second in all.Skip(1))
        {
            issues.Add(plan, second, "A plan has only one plan-denials.");
        }

        foreach (var word in all.Take(1).SelectMany(denials => denials.AllNamed("word")))
        {
            // The text is searched for single words, so "ruled out" would find no more than "ruled".
            if (word.Value.AsText() is not { Length: > 0 } text || !text.All(char.IsLetter))
            {
                issues.Add(plan, word, "A word of plan-denials must be a single word of letters.");
            }
            else if (words.Contains(text.ToLowerInvariant(), StringComparer.Ordinal))
            {
                issues.Add(plan, word, "This word occurs twice in plan-denials.");
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
