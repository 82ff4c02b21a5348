namespace CdsHooks.Decision.Intake;

/// <summary>How a set stands after one prefetch key. Of several keys for one set the last in this order decides.</summary>
internal enum PrefetchOutcome
{
    /// <summary>No key.</summary>
    NotSent,

    /// <summary>The client reported an error; anything that did arrive under another key makes up for it.</summary>
    Failed,

    /// <summary>A lone resource under a key that promised nothing: there may be more of its kind.</summary>
    Fragment,

    /// <summary>Searched, and there is nothing.</summary>
    Empty,

    /// <summary>All there is.</summary>
    Prefetched,

    /// <summary>A further page exists, or there are fewer entries than the total says.</summary>
    Truncated,

    /// <summary>Something could not be read.</summary>
    Unparseable,
}
