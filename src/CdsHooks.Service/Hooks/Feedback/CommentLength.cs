namespace CdsHooks.Service.Hooks.Feedback;

/// <summary>How long a user's comment is, in UTF-16 units: all that is kept of it by default.</summary>
internal enum CommentLength
{
    /// <summary>There is none.</summary>
    None,

    /// <summary>Up to 80: a few words.</summary>
    Short,

    /// <summary>Up to 400: a sentence or two.</summary>
    Medium,

    /// <summary>More.</summary>
    Long,
}
