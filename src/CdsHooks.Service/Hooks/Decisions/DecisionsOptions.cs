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

    /// <summary>Gets or sets the key, in Base64, with which the id of the patient is hashed for the record of a decision. It is a secret.</summary>
    /// <value>The default is null: nothing about the identity of the patient is recorded. At least 32 random bytes, such as from <c>openssl rand -base64 32</c>.</value>
    public string? PatientKey { get; set; }
}

[OptionsValidator]
internal sealed partial class DecisionsOptionsAttributesValidator : IValidateOptions<DecisionsOptions>;

/// <summary>Validates the rules that attributes cannot express, without ever repeating the key.</summary>
internal sealed class DecisionsOptionsValidator : IValidateOptions<DecisionsOptions>
{
    public ValidateOptionsResult Validate(string? name, DecisionsOptions options) => options.PatientKey is { } key && PatientHash.KeyOf(key) is null
        ? ValidateOptionsResult.Fail($"{DecisionsOptions.Section}:{nameof(DecisionsOptions.PatientKey)} must be at least {PatientHash.MinKeyBytes} random bytes in Base64.")
        : ValidateOptionsResult.Success;
}
