namespace CdsHooks.Simulation.Cohort.Output;

/// <summary>The FHIR types of a cohort. All are complete: one that is not there does not exist.</summary>
internal static class CohortTypes
{
    public static IReadOnlyList<string> All { get; } =
    [
        "AllergyIntolerance", "CarePlan", "Condition", "DiagnosticReport", "Encounter", "Medication", "MedicationRequest", "MedicationStatement", "Observation", "Patient",
        "Practitioner", "PractitionerRole", "Procedure", "QuestionnaireResponse", "ServiceRequest",
    ];

    public static int IndexOf(string type)
    {
        for (var index = 0; index < All.Count; index++)
        {
            if (string.Equals(All[index], type, StringComparison.Ordinal))
            {
                return index;
            }
        }

        throw new ArgumentOutOfRangeException(nameof(type));
    }
}
