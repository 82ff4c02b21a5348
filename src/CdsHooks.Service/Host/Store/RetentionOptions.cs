using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace CdsHooks.Service.Host.Store;

/// <summary>Retention of what the store holds. Older rows are removed while the service runs.</summary>
internal sealed class RetentionOptions
{
    public const string Section = "Retention";

    /// <summary>Gets or sets the number of days for which decisions are kept; 0 for ever.</summary>
    /// <value>The default is 400: a year and a month, so that a month can be compared with the same one of the year before. From 0 to 36500.</value>
    [Range(0, 36_500)]
    public int DecisionDays { get; set; } = 400;

    /// <summary>Gets or sets the largest number of decisions that are kept; the oldest go first. 0 for no limit.</summary>
    /// <value>The default is 2000000, of some kilobytes each. From 0 to 1000000000.</value>
    [Range(0, 1_000_000_000)]
    public int MaxDecisions { get; set; } = 2_000_000;

    /// <summary>Gets or sets the number of days for which feedback is kept; 0 for ever.</summary>
    /// <value>The default is 1100: three years, since why a card was dismissed is worth more than the decision behind it. From 0 to 36500.</value>
    [Range(0, 36_500)]
    public int FeedbackDays { get; set; } = 1100;

    /// <summary>Gets or sets the largest number of entries of feedback that are kept; the oldest go first. 0 for no limit.</summary>
    /// <value>The default is 0: no limit. From 0 to 1000000000.</value>
    [Range(0, 1_000_000_000)]
    public int MaxFeedback { get; set; }

    /// <summary>Gets or sets the largest number of used tokens that are remembered; those that expire first go first. 0 for no limit.</summary>
    /// <value>The default is 5000000: more than can be used within the lifetime of a token. A token that is forgotten before it expires could be used again. From 0 to 1000000000.</value>
    [Range(0, 1_000_000_000)]
    public int MaxTokenUses { get; set; } = 5_000_000;
}

[OptionsValidator]
internal sealed partial class RetentionOptionsValidator : IValidateOptions<RetentionOptions>;
