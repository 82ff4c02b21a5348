using CdsHooks.Decision.Criteria.Results;
using Hl7.Fhir.Model;

namespace CdsHooks.Decision.Cards;

/// <summary>Makes the ServiceRequest that a suggestion creates. It carries no <c>authoredOn</c>: nobody has written it yet.</summary>
internal static class DraftOrder
{
    public static ServiceRequest Of(CardSuggestion suggestion, string note, CardSubject subject, Assessment assessment)
    {
        var order = new ServiceRequest
        {
            Status = RequestStatus.Draft,
            Intent = RequestIntent.Order,
            Code = suggestion.Code,
            Subject = new ResourceReference("Patient/" + subject.PatientId),
            BodySite = [.. suggestion.BodySites],
            Note = [new Annotation { Text = note }],
        };
        if (!string.IsNullOrEmpty(subject.EncounterId))
        {
            order.Encounter = new ResourceReference("Encounter/" + subject.EncounterId);
        }

        if (Reason(suggestion, assessment) is { } reason)
        {
            order.ReasonReference = [new ResourceReference(reason)];
        }

        return order;
    }

    /// <summary>The newest Condition that the named criterion rests on.</summary>
    private static string? Reason(CardSuggestion suggestion, Assessment assessment) =>
        suggestion.ReasonFrom is { } criterion
            ? assessment.Find(criterion)?.Evidence
                .Select(item => item.Reference)
                .FirstOrDefault(reference => reference.StartsWith("Condition/", StringComparison.Ordinal))
            : null;
}
