namespace CdsHooks.Decision.Hooks;

/// <summary>The kinds of search parameter that a prefetch template may use.</summary>
internal enum SearchParameterKind
{
    /// <summary>Points at a resource.</summary>
    Reference,

    /// <summary>A code, compared by equality.</summary>
    Token,

    /// <summary>A date, dateTime, instant or Period, with a prefix where wanted.</summary>
    Date,
}
