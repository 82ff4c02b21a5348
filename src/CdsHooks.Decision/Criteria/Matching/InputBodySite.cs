namespace CdsHooks.Decision.Criteria.Matching;

/// <summary>What an input's codes say about the body site.</summary>
internal enum InputBodySite
{
    /// <summary>The code states it; only a coded body site outside drops the record.</summary>
    Stated,

    /// <summary>The code leaves it open: a site, or an order's reason, must say it.</summary>
    Neutral,

    /// <summary>It does not matter.</summary>
    Any,
}
