using CdsHooks.Decision.Plan;
using Hl7.Fhir.Model;

namespace CdsHooks.Decision.Cards;

/// <summary>Checks the phrases of the reasons, which cards show behind a criterion's name.</summary>
internal static class ReasonPhraseCheck
{
    private const string Reasons = PlanExtensions.CodeSystemBase + "criterion-reason";

    public static void Run(CardScope scope)
    {
        if (scope.Knowledge.Find(Reasons) is not { Resource: CodeSystem reasons } system)
        {
            return;
        }

        foreach (var concept in reasons.Concept)
        {
            var display = concept.DisplayElement;
            var phrase = display?.Value ?? string.Empty;
            if (CardTextReader.HoldsHtml(phrase))
            {
                scope.Issues.Add(system, display, "A phrase must not hold HTML.");
            }

            if (CardTextReader.Split(phrase) is not { } parts)
            {
                scope.Issues.Add(system, display, "The braces of this phrase do not pair up.");
            }
            else if (parts.Where((_, index) => index % 2 == 1).Any(insert => !ReasonPhrase.Inserts.Contains(insert, StringComparer.Ordinal)))
            {
                scope.Issues.Add(system, display, $"A phrase takes only these inserts: {string.Join(", ", ReasonPhrase.Inserts)}.");
            }
        }
    }
}
