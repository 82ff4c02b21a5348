using System.Text.RegularExpressions;

namespace CdsHooks.Cli.Explain;

/// <summary>Fills the inserts of a text: parameters with their values, what depends on a patient with words in square brackets.</summary>
internal sealed partial class InsertText(PlanContext plan)
{
    public string Fill(string? text) => text is null ? string.Empty : Insert().Replace(text, match => Of(match.Groups["text"].Value));

    private string Of(string insert)
    {
        var colon = insert.IndexOf(':', StringComparison.Ordinal);
        if (colon >= 0)
        {
            return $"[{OfCriterion(insert[..colon], plan.Tree.TitleOf(insert[(colon + 1)..]))}]";
        }

        return insert switch
        {
            "orders" => "[the orders]",
            "asOf" => "[the day of the order]",
            "today" => "[today]",
            "unread" => "[what could not be read]",
            "leftOut" => "[records that play no part]",
            "citations" => "[the sources]",
            _ => plan.Rules.Parameters.Find(insert)?.Text ?? $"{{{insert}}}",
        };
    }

    private static string OfCriterion(string form, string title) => form switch
    {
        "met" or "met+" => $"what is met of {title}",
        "not-met" or "not-met+" => $"what is not met of {title}",
        "unknown" or "unknown+" => $"what is unknown of {title}",
        "first-met" => $"the first that is met of {title}",
        "criteria" => $"each part of {title} with its result and evidence",
        "evidence" => $"the evidence for {title}",
        "days" => $"how many days: {title}",
        "events" => $"how many times: {title}",
        "weeks" => $"how many weeks: {title}",
        "first" => $"first day of {title}",
        "last" => $"last day of {title}",
        "measured" => $"the value measured for {title}",
        _ => $"{form} of {title}",
    };

    [GeneratedRegex(@"\{(?<text>[^{}]+)\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Insert();
}
