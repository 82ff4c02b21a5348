namespace CdsHooks.Workbench.Doctor;

/// <summary>Sentences of the findings that ask for something: the command line names its options instead.</summary>
internal sealed record DoctorWords
{
    public string Client { get; init; } = "Give the issuer, the private key and the key id of a registered client.";

    public string KeyPair { get; init; } = "Publish it, or give the key and the id that belong together.";

    public string KeySet { get; init; } = "Give the address of the client's JWK Set.";

    public string Origin { get; init; } = "Give the origin of the EHR, such as https://ehr.example, when a page of it calls from the browser.";

    public string FhirServer { get; init; } = "Give the base address of the client's FHIR server.";

    public string Patient { get; init; } = "Give the id of a test patient, and a token unless the server is open.";

    public string Token { get; init; } = "Give a fresh token.";

    public string Authority { get; init; } = "For an authority of your own give its certificate.";
}
