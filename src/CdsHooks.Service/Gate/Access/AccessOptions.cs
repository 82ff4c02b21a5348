using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace CdsHooks.Service.Gate.Access;

/// <summary>Access rules: anonymous calls, and the web origins that may call.</summary>
internal sealed class AccessOptions
{
    public const string Section = "Access";

    /// <summary>Gets or sets a value indicating whether calls without authentication are answered.</summary>
    /// <value>The default is false: without a registered client the service then does not start. True in Development.</value>
    public bool AllowAnonymous { get; set; }

    /// <summary>Gets or sets a value indicating whether pages of every origin may call.</summary>
    /// <value>The default is false. Cannot be combined with <see cref="AllowedOrigins"/>.</value>
    public bool AllowAnyOrigin { get; set; }

    /// <summary>Gets or sets the origins whose pages may call, e.g. <c>https://ehr.example</c>: scheme, host and port only.</summary>
    /// <value>The default is empty: only servers call. EHRs that call from their own servers need no entry.</value>
    [Required]
    public string[] AllowedOrigins { get; set; } = [];
}

[OptionsValidator]
internal sealed partial class AccessOptionsAttributesValidator : IValidateOptions<AccessOptions>;
