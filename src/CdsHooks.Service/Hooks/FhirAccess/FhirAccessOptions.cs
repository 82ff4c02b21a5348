using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace CdsHooks.Service.Hooks.FhirAccess;

/// <summary>Limits on the evidence that is read from FHIR servers.</summary>
internal sealed class FhirAccessOptions
{
    public const string Section = "FhirAccess";

    /// <summary>Gets or sets the largest response that is read, in bytes.</summary>
    /// <value>The default is 8388608 (8 MiB). From 65536 to 67108864.</value>
    [Range(64 * 1024, 64 * 1024 * 1024)]
    public int MaxAnswerBytes { get; set; } = 8 * 1024 * 1024;

    /// <summary>Gets or sets the number of bytes that are read for one call; beyond it no further page is requested, and the data set is truncated.</summary>
    /// <value>The default is 67108864 (64 MiB). From 65536 to 1073741824.</value>
    [Range(64 * 1024, 1024 * 1024 * 1024)]
    public int MaxCallBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>Gets or sets the number of pages that are read of one data set; a set with more pages is truncated.</summary>
    /// <value>The default is 20. From 1 to 200.</value>
    [Range(1, 200)]
    public int MaxPages { get; set; } = 20;

    /// <summary>Gets or sets the number of resources that are read of one data set.</summary>
    /// <value>The default is 5000. From 100 to 100000.</value>
    [Range(100, 100_000)]
    public int MaxEntries { get; set; } = 5000;

    /// <summary>Gets or sets the page size that searches request.</summary>
    /// <value>The default is 200. From 10 to 1000.</value>
    [Range(10, 1000)]
    public int PageSize { get; set; } = 200;

    /// <summary>Gets or sets the time that one attempt may take, in milliseconds; the call's deadline may be earlier.</summary>
    /// <value>The default is 1000. From 50 to 10000.</value>
    [Range(50, 10_000)]
    public int AttemptMilliseconds { get; set; } = 1000;

    /// <summary>Gets or sets the number of concurrent requests to one FHIR server.</summary>
    /// <value>The default is 64. From 1 to 1000.</value>
    [Range(1, 1000)]
    public int MaxConcurrentRequests { get; set; } = 64;
}

[OptionsValidator]
internal sealed partial class FhirAccessOptionsValidator : IValidateOptions<FhirAccessOptions>;
