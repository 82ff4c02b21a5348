using System.Text.Json.Nodes;
using CdsHooks.Workbench;

namespace CdsHooks.Service.Pages.Connect;

/// <summary>Writes the registration of a client in this service's configuration, with what only the hospital knows in capitals.</summary>
internal static class Registration
{
    private static readonly string[] Sources = ["doi.org", "pubmed.ncbi.nlm.nih.gov", "www.nice.org.uk", "scholars.uab.edu"];

    /// <summary>Gets the hosts that cards link to.</summary>
    /// <param name="root">The public address of this service.</param>
    public static IReadOnlyList<string> LinkHosts(Uri root) => [root.Host, .. Sources];

    /// <summary>Writes the configuration.</summary>
    /// <param name="ehr">The kind of EHR.</param>
    /// <param name="root">The public address of this service.</param>
    public static string Write(Ehr ehr, Uri root)
    {
        JsonObject client = ehr.Key switch
        {
            "epic" => new()
            {
                ["Name"] = "general-hospital",
                ["Issuer"] = "https://EPIC-HOST/api/FHIR/R4",
                ["JwksUrls"] = new JsonArray("https://EPIC-HOST/api/epic/2019/Security/Open/PublicKeys/NUMBER/NUMBER"),
                ["Algorithms"] = new JsonArray("RS384"),
                ["Profile"] = ehr.Profile,
                ["FhirServers"] = Server("https://EPIC-HOST/api/FHIR/R4"),
                ["LinkHosts"] = new JsonArray(root.Host),
            },
            "oracle" => new()
            {
                ["Name"] = "general-hospital",
                ["Issuer"] = "https://cds-hooks.cerner.com",
                ["JwksUrls"] = new JsonArray("https://authorization.cerner.com/KEY-SET-THAT-ORACLE-NAMES"),
                ["Tenants"] = new JsonArray("TENANT-ID-OF-THE-HOSPITAL"),
                ["Profile"] = ehr.Profile,
                ["FhirServers"] = Server("https://fhir-ehr.cerner.com/r4/TENANT-ID-OF-THE-HOSPITAL"),
                ["LinkHosts"] = new JsonArray([.. LinkHosts(root).Select(host => JsonValue.Create(host))]),
            },
            _ => new()
            {
                ["Name"] = "general-hospital",
                ["Issuer"] = "https://EHR-HOST",
                ["JwksUrls"] = new JsonArray("https://EHR-HOST/.well-known/jwks.json"),
                ["Profile"] = ehr.Profile,
                ["FhirServers"] = Server("https://EHR-HOST/fhir/r4"),
            },
        };
        return JsonText.Indent(new JsonObject
        {
            ["Hosting"] = new JsonObject { ["PublicUrl"] = root.GetLeftPart(UriPartial.Path).TrimEnd('/') },
            ["Clients"] = new JsonObject { ["Registered"] = new JsonArray(client) },
        });
    }

    private static JsonArray Server(string address) => new(new JsonObject { ["BaseUrl"] = address });
}
