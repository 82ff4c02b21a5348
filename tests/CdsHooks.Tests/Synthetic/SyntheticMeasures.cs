using static CdsHooks.Tests.Synthetic.SyntheticCodes;

namespace CdsHooks.Tests.Synthetic;

/// <summary>What ordinary charts measure and ask, as the records of the public generator Synthea write it.</summary>
internal static class SyntheticMeasures
{
    public static readonly SyntheticMeasure[] Vitals =
    [
        new(Loinc("8302-2", "Body Height"), "cm", 1500, 1950),
        new(Loinc("29463-7", "Body Weight"), "kg", 480, 1300),
        new(Loinc("39156-5", "Body Mass Index"), "kg/m2", 180, 420),
        new(Loinc("8867-4", "Heart rate"), "/min", 500, 1000),
        new(Loinc("9279-1", "Respiratory rate"), "/min", 120, 180),
        new(Loinc("72514-3", "Pain severity - 0-10 verbal numeric rating [Score] - Reported"), "{score}", 0, 100),
    ];

    public static readonly SyntheticCode BloodPressure = Loinc("85354-9", "Blood Pressure");

    public static readonly SyntheticMeasure[] BloodPressures =
    [
        new(Loinc("8462-4", "Diastolic Blood Pressure"), "mm[Hg]", 600, 1000),
        new(Loinc("8480-6", "Systolic Blood Pressure"), "mm[Hg]", 1000, 1700),
    ];

    public static readonly SyntheticPanel[] Panels =
    [
        new(Loinc("51990-0", "Basic Metabolic Panel"), "laboratory",
        [
            new(Loinc("2339-0", "Glucose"), "mg/dL", 600, 2000),
            new(Loinc("6299-2", "Urea Nitrogen"), "mg/dL", 70, 200),
            new(Loinc("38483-4", "Creatinine"), "mg/dL", 5, 30),
            new(Loinc("49765-1", "Calcium"), "mg/dL", 85, 105),
            new(Loinc("2947-0", "Sodium"), "mmol/L", 1360, 1440),
            new(Loinc("6298-4", "Potassium"), "mmol/L", 37, 52),
            new(Loinc("2069-3", "Chloride"), "mmol/L", 1010, 1110),
            new(Loinc("20565-8", "Carbon Dioxide"), "mmol/L", 200, 290),
        ]),
        new(Loinc("57698-3", "Lipid Panel"), "laboratory",
        [
            new(Loinc("2093-3", "Total Cholesterol"), "mg/dL", 1500, 2800),
            new(Loinc("2571-8", "Triglycerides"), "mg/dL", 1000, 2500),
            new(Loinc("18262-6", "Low Density Lipoprotein Cholesterol"), "mg/dL", 600, 1800),
            new(Loinc("2085-9", "High Density Lipoprotein Cholesterol"), "mg/dL", 300, 800),
        ]),
        new(Loinc("58410-2", "Complete blood count (hemogram) panel - Blood by Automated count"), "laboratory",
        [
            new(Loinc("6690-2", "Leukocytes [#/volume] in Blood by Automated count"), "10*3/uL", 40, 110),
            new(Loinc("718-7", "Hemoglobin [Mass/volume] in Blood"), "g/dL", 90, 175),
            new(Loinc("4544-3", "Hematocrit [Volume Fraction] of Blood by Automated count"), "%", 330, 500),
            new(Loinc("777-3", "Platelets [#/volume] in Blood by Automated count"), "10*3/uL", 1500, 4500),
        ]),
        new(Loinc("72109-2", "Alcohol Use Disorder Identification Test - Consumption [AUDIT-C]"), "survey", [new(Loinc("75626-2", "Total score [AUDIT-C]"), "{score}", 0, 80)]),
        new(Loinc("55757-9", "Patient Health Questionnaire 2 item (PHQ-2) [Reported]"), "survey",
            [new(Loinc("55758-7", "Patient Health Questionnaire 2 item (PHQ-2) total score [Reported]"), "{score}", 0, 60)]),
        new(Loinc("69737-5", "Generalized anxiety disorder 7 item (GAD-7)"), "survey",
            [new(Loinc("70274-6", "Generalized anxiety disorder 7 item (GAD-7) total score [Reported.PHQ]"), "{score}", 0, 150)]),
    ];

    public static readonly SyntheticMeasure Glycated = new(Loinc("4548-4", "Hemoglobin A1c/Hemoglobin.total in Blood"), "%", 45, 110);

    /// <summary>A questionnaire of coded answers within one observation (PRAPARE).</summary>
    public static readonly SyntheticCode Needs = Loinc("93025-5", "Protocol for Responding to and Assessing Patients' Assets, Risks, and Experiences [PRAPARE]");

    public static readonly (SyntheticCode Question, SyntheticCode[] Answers)[] NeedsAnswers =
    [
        (Loinc("76501-6", "In the past year, have you been afraid of your partner or ex-partner?"), [Loinc("LA32-8", "No"), Loinc("LA33-6", "Yes")]),
        (Loinc("93027-1", "Are you a refugee?"), [Loinc("LA32-8", "No")]),
        (Loinc("93038-8", "Stress is when someone feels tense, nervous, anxious or can't sleep. How stressed are you?"), [Loinc("LA13914-9", "Very much"), Loinc("LA6568-5", "Not at all")]),
        (Loinc("67875-5", "What is your current work situation?"), [Loinc("LA30136-8", "Full-time work"), Loinc("LA30138-4", "Part-time or temporary work")]),
        (Loinc("71802-3", "What is your housing situation today?"), [Loinc("LA30189-7", "I have housing")]),
    ];

    public static readonly SyntheticCode Smoking = Loinc("72166-2", "Tobacco smoking status NHIS");

    public static readonly SyntheticCode[] SmokingStatuses = [Snomed("8517006", "Former smoker"), Snomed("266919005", "Never smoker")];

    public static readonly SyntheticCode DrugScreen = Loinc("65750-2", "Drugs of abuse 5 panel - Urine by Screen method");

    public static readonly SyntheticCode[] DrugScreenResults = [Snomed("260385009", "Negative (qualifier value)"), Snomed("10828004", "Positive (qualifier value)")];
}
