using System.Text.RegularExpressions;
using CdsHooks.Decision.Plan;

namespace CdsHooks.Decision.Cards;

/// <summary>Writes a plan's text without a patient: parameters with their values, all other inserts described in square brackets.</summary>
public static partial class InsertWords
{
    /// <summary>Replaces every known insert of a text.</summary>
    /// <param name="text">The text with inserts in braces.</param>
    /// <param name="parameters">The parameters in effect.</param>
    /// <param name="titleOf">Gets the title of a criterion by its id.</param>
    public static string Fill(string text, ParameterSet parameters, Func<string, string> titleOf) =>
        Insert().Replace(text, match => Of(match.Groups["text"].Value, parameters, titleOf));

    private static string Of(string insert, ParameterSet parameters, Func<string, string> titleOf)
    {
        var colon = insert.IndexOf(':', StringComparison.Ordinal);
        if (colon >= 0)
        {
            return insert.StartsWith("cite:", StringComparison.Ordinal)
                ? insert[(colon + 1)..]
                : $"[{OfCriterion(insert[..colon], titleOf(insert[(colon + 1)..]))}]";
        }

        return insert switch
        {
            "orders" => "[the orders]",
            "asOf" => "[the day of the order]",
            "today" => "[today]",
            "unread" => "[what could not be read]",
            "leftOut" => "[records that play no part]",
            "citations" => "[the sources]",
            "suggestions" => "[the orders that are suggested]",
            "first-unread" => "[the first set that could not be read]",
            "severalOrders" => "[the orders, where there are several]",
            "otherDay" => "[the day of the order, where it is not today]",
            _ => parameters.Find(insert)?.Text ?? $"{{{insert}}}",
        };
    }

    private static string OfCriterion(string form, string title) => form switch
    {
        "met" or "met+" => $"what is met of {title}",
        "not-met" or "not-met+" => $"what is not met of {title}",
        "unknown" or "unknown+" => $"what is unknown of {title}",
        "first-met" => $"the first that is met of {title}",
        "criteria" => $"each part of {title} with its result and evidence",
        "deciding" or "deciding+" => $"what decides {title}",
        "records" => $"the records that decide {title}",
        "gaps" => $"what is not met of {title}, and how near it comes",
        "open" => $"what is not settled of {title}, and why",
        "wording" => $"what is on file of {title}",
        "date" => $"its date ({title})",
        "why" => $"why {title} is as it is",
        "evidence" => $"the evidence for {title}",
        "days" => $"how many days: {title}",
        "events" => $"how many times: {title}",
        "weeks" => $"how many weeks: {title}",
        "first" => $"first day of {title}",
        "last" => $"last day of {title}",
        "value" => $"the value of {title}",
        "measured" => $"the value measured for {title}",
        _ => $"{form} of {title}",
    };

    [GeneratedRegex(@"\{(?<text>[^{}]+)\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Insert();
}
