using CdsHooks.Service.Gate.Clients;
using CdsHooks.Service.Gate.People;
using CdsHooks.Workbench.Doctor;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;

namespace CdsHooks.Service.Pages.Connect;

/// <summary>Checks a deployment as <c>cdshooks doctor</c> does: this instance, or one at another address. Rule editors only, since it makes the service call out.</summary>
internal sealed class CheckPage(PublicAddress publicAddress, DoctorDesk desk, IOptions<ClientsOptions> clients) : PageModel
{
    private static readonly DoctorWords Words = new()
    {
        Client = "Test calls are signed with a client's private key, which does not belong in a page: run cdshooks doctor with --issuer, --key and --key-id.",
        KeyPair = "Publish it.",
        KeySet = "Give the address of the client's key set below.",
        Origin = "Give the origin of the EHR below when a page of it calls from the browser.",
        FhirServer = "Give the base address of the client's FHIR server below.",
        Patient = "Give the id of a test patient below, and a token unless the server is open.",
        Token = "Give a fresh token below.",
        Authority = "For an authority of your own run cdshooks doctor with --ca.",
    };

    /// <summary>Gets or sets what to check.</summary>
    [BindProperty]
    public CheckForm Form { get; set; } = new();

    /// <summary>Gets the findings; null before the checks.</summary>
    public FindingList? Findings { get; private set; }

    /// <summary>Gets what is wrong with the form, one sentence each.</summary>
    public List<string> Problems { get; } = [];

    /// <summary>Gets a value indicating whether this person may run the checks.</summary>
    public bool MayRun => Person.Of(User)?.MayEdit is true;

    /// <summary>Gets the address of this instance.</summary>
    public string Ours => publicAddress.RootFor(Request);

    /// <summary>Gets the registered clients.</summary>
    public IReadOnlyList<RegisteredClientOptions> Clients => clients.Value.Registered;

    /// <summary>Fills the form in for this instance, and for a registered client when one is named.</summary>
    public void OnGet(string? client)
    {
        Form.Address = Ours;
        if (Clients.FirstOrDefault(one => string.Equals(one.Name, client, StringComparison.Ordinal)) is { } registered)
        {
            Form.KeySet = registered.JwksUrls.FirstOrDefault();
            Form.FhirServer = registered.FhirServers.FirstOrDefault()?.BaseUrl;
        }
    }

    /// <summary>Runs the checks.</summary>
    public async Task OnPostAsync()
    {
        var root = AddressOf("The address", Form.Address);
        var keySet = AddressOf("The key set", Form.KeySet);
        var fhirServer = AddressOf("The FHIR server", Form.FhirServer);
        var origin = AddressOf("The origin", Form.Origin);
        if (string.IsNullOrWhiteSpace(Form.Address))
        {
            Problems.Add("Give the address to check.");
        }

        if (Problems.Count > 0)
        {
            Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        DoctorTarget target = new(root!.Replace("/cds-services", string.Empty, StringComparison.Ordinal))
        {
            Words = Words,
            Origin = origin,
            KeySet = keySet is null ? null : new Uri(keySet),
            FhirServer = fhirServer,
            FhirToken = Trimmed(Form.Token),
            Patient = Trimmed(Form.Patient),
        };
        Findings = await desk.RunAsync(target, string.Equals(target.Root, Ours, StringComparison.OrdinalIgnoreCase));
        if (Findings is null)
        {
            Problems.Add("Other checks are running. Wait a moment and try again.");
            Response.StatusCode = StatusCodes.Status429TooManyRequests;
        }

        // Never sent back to the browser.
        Form.Token = null;
    }

    private static string? Trimmed(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    /// <summary>Checks an address; null when none was given.</summary>
    private string? AddressOf(string what, string? text)
    {
        if (Trimmed(text) is not { } given)
        {
            return null;
        }

        if (!Uri.TryCreate(given, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.UserInfo.Length + url.Query.Length + url.Fragment.Length > 0)
        {
            Problems.Add($"{what} must be an http or https address without user, query and fragment.");
        }

        return given.TrimEnd('/');
    }
}

/// <summary>What to check.</summary>
internal sealed class CheckForm
{
    public string? Address { get; set; }

    public string? Origin { get; set; }

    public string? KeySet { get; set; }

    public string? FhirServer { get; set; }

    public string? Patient { get; set; }

    public string? Token { get; set; }
}
