using CdsHooks.Decision.Rules;
using Hl7.Fhir.Model;

namespace CdsHooks.Decision.Cards;

/// <summary>
/// Makes the Observation that a suggestion creates: the statement of its code, answered yes, of today. It is preliminary until the
/// person who takes the suggestion has signed it.
/// </summary>
internal static class DraftRecord
{
    public static Observation Of(CardSuggestion suggestion, string note, CardSubject subject, Assessment assessment)
    {
        var record = new Observation
        {
            Status = ObservationStatus.Preliminary,
            Code = suggestion.Code,
            Subject = new ResourceReference("Patient/" + subject.PatientId),
            Effective = new Hl7.Fhir.Model.FhirDateTime(CardWords.Of(assessment.Clock.Today)),
            Value = new FhirBoolean(true),
            Note = [new Annotation { Text = note }],
        };
        if (!string.IsNullOrEmpty(subject.EncounterId))
        {
            record.Encounter = new ResourceReference("Encounter/" + subject.EncounterId);
        }

        return record;
    }
}
