using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Plan;

namespace CdsHooks.Decision.Cards;

/// <summary>An insert of a text. <see cref="Name"/> is the parameter, the criterion, the cited source, or empty.</summary>
internal sealed record CardInsert(CardInsertKind Kind, string Name, CriterionResult Result = default, string Separator = ", ")
{
    /// <summary>Gets a value that indicates whether the insert can be empty, so that a line without other content is omitted.</summary>
    public bool IsList => Kind is CardInsertKind.Members or CardInsertKind.FirstMember or CardInsertKind.Criteria
        or CardInsertKind.Evidence or CardInsertKind.Unread or CardInsertKind.LeftOut or CardInsertKind.Citations
        or CardInsertKind.Suggestions or CardInsertKind.Records or CardInsertKind.Gaps or CardInsertKind.Open or CardInsertKind.Deciding
        or CardInsertKind.FirstUnread or CardInsertKind.OtherDay or CardInsertKind.SeveralOrders;

    /// <summary>Gets a value that indicates whether the insert is a separate Markdown block.</summary>
    public bool IsBlock => Kind is CardInsertKind.Criteria or CardInsertKind.Records;

    /// <summary>Parses the text between the braces.</summary>
    /// <returns>The insert, or null when there is none of that form. The existence of its criterion is not checked.</returns>
    public static CardInsert? Parse(string text, ParameterSet parameters)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon >= 0)
        {
            return OfCriterion(text[..colon], text[(colon + 1)..]);
        }

        return text switch
        {
            "orders" => new CardInsert(CardInsertKind.Orders, string.Empty),
            "asOf" => new CardInsert(CardInsertKind.EvaluationDate, string.Empty),
            "today" => new CardInsert(CardInsertKind.Today, string.Empty),
            "unread" => new CardInsert(CardInsertKind.Unread, string.Empty),
            "leftOut" => new CardInsert(CardInsertKind.LeftOut, string.Empty),
            "citations" => new CardInsert(CardInsertKind.Citations, string.Empty),
            "suggestions" => new CardInsert(CardInsertKind.Suggestions, string.Empty),
            "first-unread" => new CardInsert(CardInsertKind.FirstUnread, string.Empty),
            "otherDay" => new CardInsert(CardInsertKind.OtherDay, string.Empty),
            "severalOrders" => new CardInsert(CardInsertKind.SeveralOrders, string.Empty),
            _ => parameters.Find(text) is null ? null : new CardInsert(CardInsertKind.Parameter, text),
        };
    }

    private static CardInsert? OfCriterion(string form, string id) => form switch
    {
        "met" => new CardInsert(CardInsertKind.Members, id, CriterionResult.Met),
        "not-met" => new CardInsert(CardInsertKind.Members, id, CriterionResult.NotMet),
        "unknown" => new CardInsert(CardInsertKind.Members, id, CriterionResult.Unknown),
        "met+" => new CardInsert(CardInsertKind.Members, id, CriterionResult.Met, " + "),
        "not-met+" => new CardInsert(CardInsertKind.Members, id, CriterionResult.NotMet, " + "),
        "unknown+" => new CardInsert(CardInsertKind.Members, id, CriterionResult.Unknown, " + "),
        "first-met" => new CardInsert(CardInsertKind.FirstMember, id, CriterionResult.Met),
        "deciding" => new CardInsert(CardInsertKind.Deciding, id),
        "deciding+" => new CardInsert(CardInsertKind.Deciding, id, Separator: " + "),
        "criteria" => new CardInsert(CardInsertKind.Criteria, id),
        "records" => new CardInsert(CardInsertKind.Records, id),
        "gaps" => new CardInsert(CardInsertKind.Gaps, id, CriterionResult.NotMet),
        "open" => new CardInsert(CardInsertKind.Open, id, CriterionResult.Unknown),
        "cite" => new CardInsert(CardInsertKind.Citation, id),
        "wording" => new CardInsert(CardInsertKind.Wording, id),
        "date" => new CardInsert(CardInsertKind.Date, id),
        "why" => new CardInsert(CardInsertKind.Why, id),
        "evidence" => new CardInsert(CardInsertKind.Evidence, id),
        "days" => new CardInsert(CardInsertKind.Days, id),
        "events" => new CardInsert(CardInsertKind.Events, id),
        "weeks" => new CardInsert(CardInsertKind.Weeks, id),
        "first" => new CardInsert(CardInsertKind.First, id),
        "last" => new CardInsert(CardInsertKind.Last, id),
        "value" => new CardInsert(CardInsertKind.Value, id),
        "measured" => new CardInsert(CardInsertKind.Measured, id),
        _ => null,
    };
}

/// <summary>The kinds of inserts.</summary>
internal enum CardInsertKind
{
    Parameter,
    Orders,
    EvaluationDate,
    Today,
    Unread,
    LeftOut,
    Citations,
    Suggestions,
    FirstUnread,
    OtherDay,
    SeveralOrders,
    Citation,
    Members,
    FirstMember,
    Deciding,
    Criteria,
    Records,
    Gaps,
    Open,
    Evidence,
    Wording,
    Date,
    Why,
    Days,
    Events,
    Weeks,
    First,
    Last,
    Measured,
    Value,
}
