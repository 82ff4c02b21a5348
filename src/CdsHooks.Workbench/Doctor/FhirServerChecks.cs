using System.Text.RegularExpressions;
using CdsHooks.Decision.Evidence;

namespace CdsHooks.Workbench.Doctor;

/// <summary>Checks a client's FHIR server: its version, and whether it answers what clients prefetch and what the service reads itself.</summary>
internal sealed partial class FhirServerChecks(DoctorTarget target, Probe probe, FindingList findings)
{
    private const string Accept = "application/fhir+json";
    private const string Patient = "{{context.patientId}}";

    public async Task RunAsync(DeployedDiscovery? discovery)
    {
        if (target.FhirServer is not { } server)
        {
            findings.NotChecked("fhir server", target.Words.FhirServer);
            return;
        }

        var address = new Uri(server + "/metadata");
        if (address.Scheme is not "https" && !address.IsLoopback)
        {
            findings.Problem("fhir server", "The FHIR server is not https: outside Development the service does not read it.", "Register its https address.");
            return;
        }

        await CheckMetadataAsync(address);
        if (target.Patient is not { } patient)
        {
            findings.NotChecked("fhir data", target.Words.Patient);
            return;
        }

        var advertised = discovery?.Templates ?? [];
        foreach (var (key, template) in advertised)
        {
            await CheckQueryAsync(server, $"prefetch {key}", template, patient, isAdvertised: true);
        }

        foreach (var (key, _, type) in PrefetchKeys.All.Where(entry => advertised.All(template => !string.Equals(template.Key, entry.Key, StringComparison.Ordinal))))
        {
            var template = key is PrefetchKeys.Patient ? $"{type}/{Patient}" : $"{type}?patient={Patient}";
            await CheckQueryAsync(server, $"fetch {key}", template, patient, isAdvertised: false);
        }
    }

    private async Task CheckMetadataAsync(Uri address)
    {
        var reply = await probe.GetAsync(address, Accept);
        const string Name = "fhir server";
        if (reply.Failure is not null || reply.Status is not 200)
        {
            findings.Problem(Name, $"Its CapabilityStatement (/metadata) cannot be read: {reply.Describe()}.", "Check the base address, and that the network of the service may reach it.");
        }
        else if (reply.Json() is not { } json || json.Text("resourceType") is not "CapabilityStatement")
        {
            findings.Problem(Name, "What answers at /metadata is no FHIR server that speaks JSON.", "Give the base address, such as https://ehr.example/fhir/r4.");
        }
        else if (json.Text("fhirVersion") is not { } version || !version.StartsWith("4.0", StringComparison.Ordinal))
        {
            findings.Problem(Name, "It is a FHIR server of another version than R4 (4.0).", "Use the base address of R4: most EHRs have one for each version.");
        }
        else
        {
            findings.Ok(Name, "It answers and speaks FHIR R4.");
        }
    }

    private async Task CheckQueryAsync(string server, string name, string template, string patient, bool isAdvertised)
    {
        var query = template.Replace(Patient, Uri.EscapeDataString(patient), StringComparison.Ordinal);
        if (Token().IsMatch(query))
        {
            findings.NotChecked(name, "Only the EHR can fill this template.");
            return;
        }

        if (!Uri.TryCreate($"{server}/{query}", UriKind.Absolute, out var address))
        {
            findings.Problem(name, "The template gives no address.", "Mend cds-services.json; cdshooks check lists every issue.");
            return;
        }

        var question = template.IndexOf('?', StringComparison.Ordinal);
        var type = question < 0 ? template.Split('/')[0] : template[..question];
        var reply = await probe.GetAsync(address, Accept, target.FhirToken);
        var issue = new FhirAnswer(reply, type, question >= 0, address, target.Words).Issue();
        if (issue is null)
        {
            findings.Ok(name, "It is answered.");
        }
        else if (isAdvertised && issue.IsProblem)
        {
            findings.Problem(name, issue.Message, issue.Remedy);
        }
        else
        {
            // Evidence that is only fetched may be missing: the card then says unknown.
            findings.Warning(name, issue.Message, issue.Remedy);
        }
    }

    [GeneratedRegex(@"\{\{[^{}]*\}\}", RegexOptions.None, 1000)]
    private static partial Regex Token();
}
