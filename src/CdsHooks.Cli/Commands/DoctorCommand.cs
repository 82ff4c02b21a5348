using System.CommandLine;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CdsHooks.Cli.Doctor;
using CdsHooks.Cli.Output;
using CdsHooks.Workbench.Doctor;

namespace CdsHooks.Cli.Commands;

/// <summary><c>cdshooks doctor</c>: checks a deployment from outside.</summary>
internal static class DoctorCommand
{
    private const string Description = """
        Check a deployment from outside, and say what to mend.

        Asks for what every client asks for: the address, its certificate and clock, discovery, health, CORS, and a call
        without authentication. With the issuer and the private key of a registered client it signs three test calls about
        a patient who does not exist (the last of them gets a card and is recorded like every decision). With the address of
        a key set, and of a FHIR server with a test patient, it checks those as well. It never prints a token, a key or data.

        Examples:
          cdshooks doctor https://cds.hospital.example
          cdshooks doctor https://cds.hospital.example --issuer https://ehr.example --key ehr.pem --key-id 2026-1
          cdshooks doctor http://localhost:5080 --fhir-server https://ehr.example/fhir/r4 --fhir-token-env TOKEN --patient 123
        """;

    private static readonly DoctorWords Options = new()
    {
        Client = "Give --issuer, --key and --key-id of a registered client.",
        KeyPair = "Publish it, or give the key and the id (--key-id) that belong together.",
        KeySet = "Give --jwks-url with the address of the client's JWK Set.",
        Origin = "Give --origin https://ehr.example when a page of the EHR calls from the browser.",
        FhirServer = "Give --fhir-server with the base address of the client's FHIR server.",
        Patient = "Give --patient with the id of a test patient, and --fhir-token-env or --fhir-token-file unless the server is open.",
        Token = "Give a fresh token by --fhir-token-env or --fhir-token-file.",
        Authority = "For an authority of your own give --ca FILE.",
    };

    public static Command Create(CommandEnvironment environment)
    {
        var address = CommonOptions.NoOption(new Argument<string>("address") { Description = "The public address of the service, such as https://cds.hospital.example." });
        var origin = Text("--origin", "ORIGIN", "The origin of a page that should be allowed to call, such as https://ehr.example.");
        var issuer = Text("--issuer", "ISS", "The issuer of a registered client.");
        var tenant = Text("--tenant", "ID", "The tenant that the client's tokens name, if it is registered with tenants.");
        var key = Text("--key", "FILE", "The client's private key (PEM), which signs the test calls.");
        var keyId = Text("--key-id", "ID", "The id (kid) of the public half in the client's key set. Required with --key.");
        var keySet = Text("--jwks-url", "URL", "The address of the client's key set.");
        var fhirServer = Text("--fhir-server", "URL", "The base address of the client's FHIR server.");
        var tokenVariable = Text("--fhir-token-env", "NAME", "The environment variable with a token for the FHIR server.");
        var tokenFile = Text("--fhir-token-file", "FILE", "The file with a token for the FHIR server.");
        var patient = Text("--patient", "ID", "The id of a test patient on the FHIR server.");
        var authorities = Text("--ca", "FILE", "Certificate authorities (PEM) to trust instead of those of this machine.");
        var json = CommonOptions.Json();
        var command = new Command("doctor", Description) { address, origin, issuer, tenant, key, keyId, keySet, fhirServer, tokenVariable, tokenFile, patient, authorities, json };
        command.SetAction(async (parsed, _) =>
        {
            using var signer = SignerOf(parsed.GetValue(key), parsed.GetValue(keyId), environment);
            var target = new DoctorTarget(AddressOf("The address", parsed.GetRequiredValue(address)).Replace("/cds-services", string.Empty, StringComparison.Ordinal))
            {
                Words = Options,
                Origin = parsed.GetValue(origin)?.TrimEnd('/'),
                Issuer = parsed.GetValue(issuer),
                Tenant = parsed.GetValue(tenant),
                Signer = signer,
                KeySet = parsed.GetValue(keySet) is { } set ? new Uri(AddressOf("--jwks-url", set)) : null,
                FhirServer = parsed.GetValue(fhirServer) is { } server ? AddressOf("--fhir-server", server) : null,
                FhirToken = TokenOf(parsed.GetValue(tokenVariable), parsed.GetValue(tokenFile), environment),
                Patient = parsed.GetValue(patient),
            };
            var findings = await DoctorRun.RunAsync(target, environment.Clock, new DoctorConnections { Authorities = AuthoritiesOf(parsed.GetValue(authorities), environment) });
            var printer = new DoctorPrinter(environment.Screen);
            if (parsed.GetValue(json))
            {
                printer.PrintJson(target, findings);
            }
            else
            {
                printer.Print(findings);
            }

            return findings.Count(FindingState.Problem) == 0 ? ExitCodes.Success : ExitCodes.Findings;
        });
        return command;
    }

    private static Option<string?> Text(string name, string value, string description) => new(name) { Description = description, HelpName = value };

    /// <summary>Checks an address.</summary>
    /// <returns>The address without a trailing slash.</returns>
    private static string AddressOf(string what, string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address)
        && address.Scheme is "http" or "https"
        && address.UserInfo.Length is 0 && address.Query.Length is 0 && address.Fragment.Length is 0
            ? text.TrimEnd('/')
            : throw CommandException.UsageError($"{what} must be an http or https address without user, query and fragment.");

    private static TokenSigner? SignerOf(string? file, string? keyId, CommandEnvironment environment) => (file, keyId) switch
    {
        (null, null) => null,
        (not null, not null) => TokenSigner.Read(File.ReadAllText(environment.FullPath(file)), keyId)
            ?? throw CommandException.UsageError("--key requires a PEM file with a private EC or RSA key that is not protected by a password."),
        _ => throw CommandException.UsageError("--key and --key-id belong together."),
    };

    /// <summary>Reads the token, which is never an argument: the arguments of a process can be read by every user of the machine.</summary>
    private static string? TokenOf(string? variable, string? file, CommandEnvironment environment) => (variable, file) switch
    {
        (null, null) => null,
        (null, not null) => File.ReadAllText(environment.FullPath(file)).Trim(),
        (not null, null) => environment.Variable(variable)?.Trim() is { Length: > 0 } token
            ? token
            : throw CommandException.UsageError("The environment variable that --fhir-token-env names is not set."),
        _ => throw CommandException.UsageError("Give either --fhir-token-env or --fhir-token-file."),
    };

    private static X509Certificate2Collection? AuthoritiesOf(string? file, CommandEnvironment environment)
    {
        if (file is null)
        {
            return null;
        }

        var authorities = new X509Certificate2Collection();
        try
        {
            authorities.ImportFromPem(File.ReadAllText(environment.FullPath(file)));
        }
        catch (CryptographicException)
        {
            authorities.Clear();
        }

        return authorities.Count > 0 ? authorities : throw CommandException.UsageError("--ca requires a PEM file with certificates.");
    }
}
