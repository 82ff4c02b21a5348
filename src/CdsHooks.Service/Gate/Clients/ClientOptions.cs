using System.ComponentModel.DataAnnotations;
using CdsHooks.Decision.Cards;
using Microsoft.Extensions.Options;

namespace CdsHooks.Service.Gate.Clients;

/// <summary>One client: an EHR that calls.</summary>
internal class ClientOptions
{
    /// <summary>Gets or sets the name of the client profile: how this kind of EHR wants to be spoken to.</summary>
    /// <value><c>default</c>, <c>sandbox</c>, <c>epic</c>, <c>oracle</c> or <c>cds-hooks-1.0</c>.</value>
    [Required]
    public string Profile { get; set; } = "default";

    /// <summary>Gets or sets the client's FHIR servers.</summary>
    /// <value>The default is empty: nothing is fetched, what is not prefetched is unknown.</value>
    [Required]
    [ValidateEnumeratedItems]
    public List<FhirServerOptions> FhirServers { get; set; } = [];

    /// <summary>Gets or sets how long a call may take before what is still missing becomes unknown, in milliseconds.</summary>
    /// <value>The default is null: the profile's. From 100 to 10000.</value>
    [Range(100, 10_000)]
    public int? DeadlineMilliseconds { get; set; }

    /// <summary>Gets or sets a value indicating whether cards carry suggestions. Their details name what is suggested in any case.</summary>
    /// <value>The default is null: the profile's, which is false for <c>epic</c> and true for all others.</value>
    public bool? AllowSuggestions { get; set; }

    /// <summary>Gets or sets how the detail of a card lays out criteria: <c>List</c>, or <c>Table</c> where the client renders Markdown tables well.</summary>
    /// <value>The default is null: the profile's, a list.</value>
    public DetailStyle? DetailStyle { get; set; }

    /// <summary>Gets or sets the hosts that cards may link to, each with all below it, e.g. <c>doi.org</c>: what the client drops or refuses is better left out.</summary>
    /// <value>The default is empty: every host.</value>
    [Required]
    public List<string> LinkHosts { get; set; } = [];

    /// <summary>Gets or sets a value indicating whether a response carries the whole assessment as an extension.</summary>
    /// <value>The default is false; true in Development.</value>
    public bool IncludeAssessment { get; set; }

    /// <summary>Gets or sets a value indicating whether the client may set the day of the assessment by the header X-CDS-As-Of.</summary>
    /// <value>The default is false, with which the header is ignored; true in Development. For replays and tests.</value>
    public bool AllowAsOfHeader { get; set; }
}
