using System.ComponentModel.DataAnnotations;

namespace CdsHooks.Service.Hooks.Feedback;

/// <summary>How feedback is taken.</summary>
internal sealed class FeedbackOptions
{
    public const string Section = "Feedback";

    /// <summary>Gets or sets the largest body that is read, in bytes.</summary>
    /// <value>The default is 262144 (256 KiB). From 1024 to 16777216.</value>
    [Range(1024, 16 * 1024 * 1024)]
    public int MaxBodyBytes { get; set; } = 256 * 1024;

    /// <summary>Gets or sets how many entries one body may hold.</summary>
    /// <value>The default is 500. From 1 to 10000.</value>
    [Range(1, 10_000)]
    public int MaxEntries { get; set; } = 500;

    /// <summary>Gets or sets a value indicating whether what users write about a dismissal (<c>userComment</c>) is stored.</summary>
    /// <value>The default is false: it is free text that may name a patient, and only its rough length is kept.</value>
    public bool KeepComments { get; set; }
}
