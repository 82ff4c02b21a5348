using CdsHooks.Decision.Hooks;
using CdsHooks.Service.Gate.Access;
using CdsHooks.Service.Gate.Clients;
using CdsHooks.Service.Gate.Security;
using CdsHooks.Service.Knowledge.Rules;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;

namespace CdsHooks.Service.Pages.Connect;

/// <summary>Shows what to register at an EHR, made for this instance, and what to register here.</summary>
internal sealed class ConnectPage(PublicAddress address, RuleBook book, IOptions<ClientsOptions> clients, IOptions<AccessOptions> access, IOptions<SecurityOptions> security) : PageModel
{
    /// <summary>Gets the key of the kind of EHR.</summary>
    [BindProperty(Name = "ehr", SupportsGet = true)]
    public string? EhrKey { get; set; }

    /// <summary>Gets the key of the size of the prefetch.</summary>
    [BindProperty(Name = "prefetch", SupportsGet = true)]
    public string? PrefetchKey { get; set; }

    /// <summary>Gets the kind of EHR.</summary>
    public Ehr Ehr => Ehr.Find(EhrKey);

    /// <summary>Gets the size of the prefetch.</summary>
    public PrefetchSize Prefetch => PrefetchSize.Find(PrefetchKey);

    /// <summary>Gets the address of this instance, without a slash at its end.</summary>
    public string Root => address.RootFor(Request);

    /// <summary>Gets a value indicating whether tokens can be validated: their audience is below the public address.</summary>
    public bool HasPublicAddress => address.IsConfigured;

    /// <summary>Gets the services that can be called.</summary>
    public IReadOnlyList<AdvertisedService> Services => book.Current.Discovery.Services;

    /// <summary>Gets the clients that have a registration.</summary>
    public IReadOnlyList<RegisteredClientOptions> Clients => clients.Value.Registered;

    /// <summary>Gets a value indicating whether calls without a token are answered.</summary>
    public bool AllowsAnonymous => access.Value.AllowAnonymous;

    /// <summary>Gets the longest life of a token in minutes.</summary>
    public int MaxTokenMinutes => security.Value.MaxTokenMinutes;

    /// <summary>Gets the prefetch templates, to copy.</summary>
    public string Templates => PrefetchSize.Write(Prefetch.TemplatesFor(Ehr, book.Current.Discovery), Ehr);

    /// <summary>Gets the registration here, to copy.</summary>
    public string Registered => Registration.Write(Ehr, new Uri(Root));

    /// <summary>Gets the hosts that cards link to.</summary>
    public IReadOnlyList<string> LinkHosts => Registration.LinkHosts(new Uri(Root));
}
