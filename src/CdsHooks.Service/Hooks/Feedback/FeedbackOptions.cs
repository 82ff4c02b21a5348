using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace CdsHooks.Service.Hooks.Feedback;

/// <summary>Feedback: size limits and stored comments.</summary>
internal sealed class FeedbackOptions
{
    public const string Section = "Feedback";

    /// <summary>Gets or sets the largest body that is accepted, in bytes.</summary>
    /// <value>The default is 262144 (256 KiB). From 1024 to 16777216.</value>
    [Range(1024, 16 * 1024 * 1024)]
    public int MaxBodyBytes { get; set; } = 256 * 1024;

    /// <summary>Gets or sets the largest number of entries in one body.</summary>
    /// <value>The default is 500. From 1 to 10000.</value>
    [Range(1, 10_000)]
    public int MaxEntries { get; set; } = 500;

    /// <summary>Gets or sets a value indicating whether the comment on a dismissal (<c>userComment</c>) is stored.</summary>
    /// <value>The default is false: the comment is free text that may name a patient, and only its approximate length is stored.</value>
    public bool KeepComments { get; set; }
}

[OptionsValidator]
internal sealed partial class FeedbackOptionsValidator : IValidateOptions<FeedbackOptions>;
