using CdsHooks.Decision.Evidence;
using CdsHooks.Service.Host.Errors;
using IssueType = Hl7.Fhir.Model.OperationOutcome.IssueType;

namespace CdsHooks.Service.Hooks.ServiceCall;

/// <summary>Rejects a call without enough evidence for a meaningful assessment (CDS Hooks, 412).</summary>
internal static class RequiredEvidence
{
    /// <summary>Checks that conditions, observations or procedures are available, at least in part.</summary>
    /// <param name="sets">The data sets, prefetched and fetched.</param>
    /// <param name="more">Gets a further issue to report; called only when none is available.</param>
    /// <exception cref="RejectedRequestException">412: none is available; each data set is listed with its retrieval outcome.</exception>
    public static void Check(IReadOnlyList<EvidenceSet> sets, Func<OutcomeIssue?> more)
    {
        List<OutcomeIssue> missing = [];
        foreach (var (retrieval, _) in sets)
        {
            if (retrieval.Kind is not (EvidenceKind.Condition or EvidenceKind.Observation or EvidenceKind.Procedure))
            {
                continue;
            }

            if (retrieval.IsComplete || retrieval.Outcome is RetrievalOutcome.Truncated || retrieval.Count > 0)
            {
                return;
            }

            missing.Add(new OutcomeIssue(IssueType.Incomplete, $"The data set {retrieval.Key} is not available: {Describe(retrieval.Outcome)}.", $"$.prefetch.{retrieval.Key}"));
        }

        if (more() is { } issue)
        {
            missing.Add(issue);
        }

        throw new RejectedRequestException(new Outcome(StatusCodes.Status412PreconditionFailed, missing));
    }

    private static string Describe(RetrievalOutcome outcome) => outcome switch
    {
        RetrievalOutcome.NotRequested => "it was not prefetched, and it was not read from a FHIR server",
        RetrievalOutcome.Forbidden => "the FHIR server denied access",
        RetrievalOutcome.TimedOut => "the FHIR server did not answer in time",
        RetrievalOutcome.Failed => "an error was reported in its place",
        _ => "the content could not be read as FHIR",
    };
}
