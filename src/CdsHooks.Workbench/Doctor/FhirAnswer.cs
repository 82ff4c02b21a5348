using System.Globalization;
using System.Text.Json;

namespace CdsHooks.Workbench.Doctor;

/// <summary>Judges a FHIR server's answer to a read or a search, as the service would.</summary>
/// <param name="reply">The answer.</param>
/// <param name="type">The resource type that was asked for.</param>
/// <param name="isSearch">True for a search, false for a read.</param>
/// <param name="address">The address asked.</param>
/// <param name="words">The sentences that ask for something.</param>
internal sealed class FhirAnswer(Reply reply, string type, bool isSearch, Uri address, DoctorWords words)
{
    private static readonly TimeSpan Attempt = TimeSpan.FromSeconds(1);

    /// <summary>Finds the issue; null when there is none.</summary>
    public FhirIssue? Issue() => reply switch
    {
        { Failure: { } cause } => new($"It was not answered: {cause}.", "Check that the FHIR server is up, and how long this search takes there."),
        { Status: not 200 } => StatusIssue(),
        { Body: null } => new("The answer is larger than 8 MB, and the service would not read it.", "Raise FhirAccess:MaxAnswerBytes, or let the FHIR server answer in smaller pages."),
        _ => BodyIssue() ?? SpeedIssue(),
    };

    private FhirIssue StatusIssue() => reply.Status switch
    {
        >= 300 and < 400 => new($"It is redirected ({reply.Status}), which the service does not follow.", "Use the final base address."),
        400 or 422 => new($"The FHIR server rejects the query ({reply.Status}).", "Some servers require a category or a code with it: give the client the Profile epic or oracle, and enter the templates of docs/ehr-setup.md."),
        401 => new("The FHIR server asks for a valid token (401).", words.Token),
        403 => new($"The token does not allow it (403): {type} is missing in its scopes, or the patient is not within them.", $"Let the EHR grant patient/{type}.rs (SMART 2) or patient/{type}.read (SMART 1) to this service."),
        404 or 410 => isSearch
            ? new($"The FHIR server does not know {type} ({reply.Status}).", "Check the base address; what it does not have stays unknown.")
            : new($"The FHIR server does not know this patient ({reply.Status}).", "Give the id of a patient of this server."),
        429 or 503 => new($"The FHIR server is busy ({reply.Status}).", "Ask its operator for the limits of this client."),
        _ => new($"The FHIR server answered {reply.Status}.", "Read its log."),
    };

    private FhirIssue? BodyIssue()
    {
        if (reply.Json() is not { } json)
        {
            return new FhirIssue("The answer is no JSON object, or a member occurs twice in it.", "Let the FHIR server answer application/fhir+json; look for a proxy that answers in its place.");
        }

        var found = json.Text("resourceType");
        if (found is "OperationOutcome")
        {
            return new FhirIssue("The answer is an OperationOutcome instead of data, with status 200.", "Read there what the FHIR server misses; often it is a scope or a search parameter.");
        }

        if (!isSearch)
        {
            return string.Equals(found, type, StringComparison.Ordinal) ? null : new FhirIssue($"The answer is no {type}.", "Check the base address.");
        }

        return found is "Bundle" && json.Text("type") is "searchset"
            ? SearchsetIssue(json)
            : new FhirIssue("The answer is no Bundle of type searchset, and the service would not use it.", "Let the FHIR server follow the rules of FHIR R4 for searches.");
    }

    private FhirIssue? SearchsetIssue(JsonElement bundle)
    {
        var next = bundle.Items("link").Where(link => link.Text("relation") is "next").Select(link => link.Text("url")).FirstOrDefault();
        if (next is not null && (!Uri.TryCreate(address, next, out var page) || Uri.Compare(page, address, UriComponents.SchemeAndServer, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) != 0))
        {
            return new FhirIssue("The next page is at another address, which the service does not follow: the rest stays unknown.", "Let the FHIR server give its pages its own public address.");
        }

        return bundle.Items("entry").Any(IsFailure)
            ? new FhirIssue("The result comes with an error of the FHIR server (OperationOutcome) and is incomplete.", "Read there what it left out; often it is a scope.", IsProblem: false)
            : null;
    }

    /// <summary>Determines whether an entry reports an error. Some servers add a mere remark to every empty result.</summary>
    private static bool IsFailure(JsonElement entry) =>
        entry.ValueKind is JsonValueKind.Object
        && entry.TryGetProperty("resource"u8, out var resource)
        && resource.Text("resourceType") is "OperationOutcome"
        && resource.Items("issue").Any(issue => issue.Text("severity") is "error" or "fatal");

    private FhirIssue? SpeedIssue() => reply.Elapsed > Attempt
        ? new FhirIssue(
            string.Create(CultureInfo.InvariantCulture, $"The answer took {reply.Elapsed.TotalMilliseconds:0} ms; the service waits 1000 for one attempt, and what is late stays unknown."),
            "Let the EHR prefetch it, speed the search up, or raise FhirAccess:AttemptMilliseconds and the client's DeadlineMilliseconds.",
            IsProblem: false)
        : null;
}

/// <summary>An issue of an answer.</summary>
/// <param name="Message">One sentence.</param>
/// <param name="Remedy">The way to mend it.</param>
/// <param name="IsProblem">True when the data cannot be used at all.</param>
internal sealed record FhirIssue(string Message, string Remedy, bool IsProblem = true);
