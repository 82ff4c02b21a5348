using CdsHooks.Decision.Criteria.Results;
using Hl7.Fhir.Model;

namespace CdsHooks.Decision.Cards;

/// <summary>Creates the resource of a suggestion: a draft order, or a record.</summary>
internal static class DraftResource
{
    public static Resource Of(CardSuggestion suggestion, string note, CardSubject subject, Assessment assessment)
    {
        var patient = new ResourceReference("Patient/" + subject.PatientId);
        var encounter = string.IsNullOrEmpty(subject.EncounterId) ? null : new ResourceReference("Encounter/" + subject.EncounterId);
        return suggestion.IsRecord ? Record(suggestion, note, patient, encounter, assessment) : Order(suggestion, note, patient, encounter, assessment);
    }

    /// <summary>Creates the Observation that states its code, answered yes, today. It is preliminary until the user signs it.</summary>
    private static Observation Record(CardSuggestion suggestion, string note, ResourceReference patient, ResourceReference? encounter, Assessment assessment) => new()
    {
        Status = ObservationStatus.Preliminary,
        Code = suggestion.Code,
        Subject = patient,
        Encounter = encounter,
        Effective = new Hl7.Fhir.Model.FhirDateTime(CardWords.Of(assessment.Clock.Today)),
        Value = new FhirBoolean(true),
        Note = [new Annotation { Text = note }],
    };

    /// <summary>Creates the ServiceRequest, without <c>authoredOn</c>: the user has not written it yet.</summary>
    private static ServiceRequest Order(CardSuggestion suggestion, string note, ResourceReference patient, ResourceReference? encounter, Assessment assessment) => new()
    {
        Status = RequestStatus.Draft,
        Intent = RequestIntent.Order,
        Code = suggestion.Code,
        Subject = patient,
        Encounter = encounter,
        BodySite = [.. suggestion.BodySites],
        Note = [new Annotation { Text = note }],
        ReasonReference = Reason(suggestion, assessment) is { } reason ? [new ResourceReference(reason)] : [],
    };

    /// <summary>Gets the newest Condition in the evidence of the criterion that gives the reason.</summary>
    private static string? Reason(CardSuggestion suggestion, Assessment assessment) =>
        suggestion.ReasonFrom is { } criterion
            ? assessment.Find(criterion)?.Evidence
                .Select(item => item.Reference)
                .FirstOrDefault(reference => reference.StartsWith("Condition/", StringComparison.Ordinal))
            : null;
}
