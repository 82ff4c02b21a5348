using CdsHooks.Decision.Evidence;
using CdsHooks.Service.Host.Errors;
using IssueType = Hl7.Fhir.Model.OperationOutcome.IssueType;

namespace CdsHooks.Service.Hooks.ServiceCall;

/// <summary>Refuses a call about which nothing meaningful could be said (CDS Hooks, 412).</summary>
internal static class NeededEvidence
{
    /// <summary>Checks that at least one of conditions, observations and procedures is in hand, even in part.</summary>
    /// <param name="sets">The sets, as prefetched and fetched.</param>
    /// <param name="more">What else there is to say, asked for only where none is.</param>
    /// <exception cref="RejectedRequestException">None is: 412, naming each with what became of it.</exception>
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

            missing.Add(new OutcomeIssue(IssueType.Incomplete, $"{retrieval.Key} could not be had: {Words(retrieval.Outcome)}.", $"$.prefetch.{retrieval.Key}"));
        }

        if (more() is { } issue)
        {
            missing.Add(issue);
        }

        throw new RejectedRequestException(new Outcome(StatusCodes.Status412PreconditionFailed, missing));
    }

    private static string Words(RetrievalOutcome outcome) => outcome switch
    {
        RetrievalOutcome.NotRequested => "it was not prefetched, and it was not read from a FHIR server",
        RetrievalOutcome.Forbidden => "the FHIR server refused",
        RetrievalOutcome.TimedOut => "the FHIR server did not answer in time",
        RetrievalOutcome.Failed => "an error was reported in its place",
        _ => "what came could not be read as FHIR",
    };
}
