using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace CdsHooks.Service.Clients;

/// <summary>One client: an EHR that calls.</summary>
internal class ClientOptions
{
    /// <summary>Gets or sets the name of the client profile: how this kind of EHR wants to be spoken to.</summary>
    /// <value><c>default</c>, <c>sandbox</c>, <c>epic</c> or <c>oracle</c>.</value>
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
}
