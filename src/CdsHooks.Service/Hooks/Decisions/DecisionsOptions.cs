using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace CdsHooks.Service.Hooks.Decisions;

/// <summary>Recording of decisions.</summary>
internal sealed class DecisionsOptions
{
    public const string Section = "Decisions";

    /// <summary>Gets or sets the number of decisions that may wait for the store; further ones are counted but not recorded.</summary>
    /// <value>The default is 4096. From 1 to 1000000.</value>
    [Range(1, 1_000_000)]
    public int MaxWaiting { get; set; } = 4096;

    /// <summary>Gets or sets the time for which decisions are gathered before they are written together, in milliseconds.</summary>
    /// <value>The default is 200. From 0 to 10000.</value>
    [Range(0, 10_000)]
    public int GatherMilliseconds { get; set; } = 200;

    /// <summary>Gets or sets the time for which the process waits for decisions to be written before it ends, in milliseconds.</summary>
    /// <value>The default is 5000. From 0 to 60000.</value>
    [Range(0, 60_000)]
    public int FlushMilliseconds { get; set; } = 5000;
}

[OptionsValidator]
internal sealed partial class DecisionsOptionsValidator : IValidateOptions<DecisionsOptions>;
