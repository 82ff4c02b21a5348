using System.ComponentModel.DataAnnotations;
using CdsHooks.Decision.Cards;
using Microsoft.Extensions.Options;

namespace CdsHooks.Service.Gate.Clients;

/// <summary>Options of one client: an EHR that calls this service.</summary>
internal class ClientOptions
{
    /// <summary>Gets or sets the name of the client profile: the behaviour that this kind of EHR needs.</summary>
    /// <value><c>default</c>, <c>sandbox</c>, <c>epic</c>, <c>oracle</c> or <c>cds-hooks-1.0</c>.</value>
    [Required]
    public string Profile { get; set; } = "default";

    /// <summary>Gets or sets the client's FHIR servers.</summary>
    /// <value>The default is empty: nothing is fetched, and evidence that was not prefetched is unknown.</value>
    [Required]
    [ValidateEnumeratedItems]
    public List<FhirServerOptions> FhirServers { get; set; } = [];

    /// <summary>Gets or sets the time a call may take, in milliseconds. Evidence that has not arrived by then is unknown.</summary>
    /// <value>The default is null: the profile's. From 100 to 10000.</value>
    [Range(100, 10_000)]
    public int? DeadlineMilliseconds { get; set; }

    /// <summary>Gets or sets a value indicating whether cards carry suggestions. The detail of a card names the suggested orders in either case.</summary>
    /// <value>The default is null: the profile's, which is false for <c>epic</c> and true for all others.</value>
    public bool? AllowSuggestions { get; set; }

    /// <summary>Gets or sets the layout of the criteria in the detail of a card: <c>List</c>, or <c>Table</c> for clients that render Markdown tables well.</summary>
    /// <value>The default is null: the profile's, a list.</value>
    public DetailStyle? DetailStyle { get; set; }

    /// <summary>Gets or sets the hosts that cards may link to, subdomains included, e.g. <c>doi.org</c>. Other links, which the client would drop or reject, are left out.</summary>
    /// <value>The default is empty: every host.</value>
    [Required]
    public List<string> LinkHosts { get; set; } = [];

    /// <summary>Gets or sets a value indicating whether responses carry the whole assessment as an extension.</summary>
    /// <value>The default is false; true in Development.</value>
    public bool IncludeAssessment { get; set; }

    /// <summary>Gets or sets a value indicating whether the client may set the evaluation date with the header X-CDS-As-Of, for replays and tests.</summary>
    /// <value>The default is false: the header is ignored. True in Development.</value>
    public bool AllowAsOfHeader { get; set; }
}

/// <summary>Options of a client's FHIR server, from which evidence that was not prefetched may be read.</summary>
internal sealed class FhirServerOptions
{
    /// <summary>Gets or sets the base address, e.g. <c>https://ehr.example/fhir/r4</c>. A call names a server by an address at or below it.</summary>
    [Required]
    public string BaseUrl { get; set; } = string.Empty;

    /// <summary>Gets or sets a value indicating whether the server may have an address in a private network or on this machine.</summary>
    /// <value>The default is false: only public addresses are connected to.</value>
    public bool AllowPrivateAddress { get; set; }

    /// <summary>Gets or sets a value indicating whether the server is read without a token when a call brings none.</summary>
    /// <value>The default is false; for open test servers.</value>
    public bool AllowWithoutToken { get; set; }

    /// <summary>Gets or sets a value indicating whether every search is sent by POST, so that no address contains a patient's id.</summary>
    /// <value>The default is false: searches use GET, or POST where the address would be too long.</value>
    public bool SearchByPost { get; set; }
}
