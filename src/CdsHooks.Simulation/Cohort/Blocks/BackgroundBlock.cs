using CdsHooks.Simulation.Cohort.Charts;

namespace CdsHooks.Simulation.Cohort.Blocks;

/// <summary>What fills charts and bears on no rule: other problems, visits, laboratory values, vital signs and drugs.</summary>
internal static class BackgroundBlock
{
    private const int YearsOfDays = 2200;
    private const int DaysAfter = 90;

    private static readonly Coded[] Problems =
    [
        Coded.Icd10("I10", "Essential (primary) hypertension"), Coded.Icd10("E11.9", "Type 2 diabetes mellitus without complications"), Coded.Icd10("E78.5", "Hyperlipidemia, unspecified"),
        Coded.Icd10("J45.909", "Unspecified asthma, uncomplicated"), Coded.Icd10("F32.A", "Depression, unspecified"), Coded.Icd10("M17.11", "Unilateral primary osteoarthritis, right knee"),
        Coded.Snomed("40930008", "Hypothyroidism"), Coded.Snomed("235595009", "Gastroesophageal reflux disease"), Coded.Snomed("195967001", "Asthma"),
    ];

    private static readonly (Coded Code, int Least, int Most, string Unit)[] Values =
    [
        (Coded.Loinc("8867-4", "Heart rate"), 55, 100, "/min"), (Coded.Loinc("8310-5", "Body temperature"), 36, 38, "Cel"), (Coded.Loinc("29463-7", "Body weight"), 50, 130, "kg"),
        (Coded.Loinc("2160-0", "Creatinine in serum"), 1, 2, "mg/dL"), (Coded.Loinc("718-7", "Hemoglobin in blood"), 10, 17, "g/dL"), (Coded.Loinc("2951-2", "Sodium in serum"), 134, 145, "mmol/L"),
        (Coded.Loinc("2345-7", "Glucose in serum"), 70, 200, "mg/dL"), (Coded.Loinc("6690-2", "Leukocytes in blood"), 4, 11, "10*3/uL"),
    ];

    private static readonly Coded[] Drugs =
    [
        Coded.RxNorm("29046", "lisinopril"), Coded.RxNorm("83367", "atorvastatin"), Coded.RxNorm("6809", "metformin"), Coded.RxNorm("10582", "levothyroxine"), Coded.RxNorm("7646", "omeprazole"),
    ];

    private static readonly Coded[] Visits =
    [
        Coded.Snomed("185349003", "Encounter for check up"), Coded.Snomed("185345009", "Encounter for symptom"), Coded.Snomed("270427003", "Patient-initiated encounter"),
    ];

    public static Block Block { get; } = new("background", [
        new Variant("little", draft => Write(draft, draft.Dice.Between(6, 14))),
        new Variant("usual", draft => Write(draft, draft.Dice.Between(15, 40))),
        new Variant("much", draft => Write(draft, draft.Dice.Between(60, 120))),
        new Variant("very-much", draft => Write(draft, draft.Dice.Between(300, 600))),
    ]);

    private static void Write(ChartDraft draft, int count)
    {
        for (var index = 0; index < count; index++)
        {
            WriteOne(draft, draft.AsOf.AddDays(draft.Dice.Between(-YearsOfDays, DaysAfter)));
        }
    }

    private static void WriteOne(ChartDraft draft, DateOnly day)
    {
        var (chart, dice) = (draft.Chart, draft.Dice);
        switch (dice.Next(10))
        {
            case 0:
                chart.Write(new Diagnosis(dice.Pick(Problems)) { Onset = day, Recorded = day.AddDays(2) });
                break;
            case 1:
                chart.Write(new Prescription(When.Moment(day, 700)) { Drug = dice.Pick(Drugs), SupplyDays = 90, Repeats = 3, Status = "active" });
                break;
            case 2 or 3:
                chart.Write(new Visit(When.Moment(day, dice.Between(480, 1000))) { Type = dice.Pick(Visits), Why = dice.Pick(Problems) });
                break;
            case 4:
                chart.Write(new Report(Coded.Loinc("58410-2", "CBC panel"), day) { Conclusion = "Within normal limits." });
                break;
            case 5:
                WritePressure(draft, day);
                break;
            default:
                var (code, least, most, unit) = Values[dice.Next(Values.Length)];
                chart.Write(new Measurement(code, When.Moment(day, dice.Between(400, 1100))) { Amount = new Quantity(dice.Between(least * 10, most * 10) / 10m, unit), Category = "laboratory" });
                break;
        }
    }

    private static void WritePressure(ChartDraft draft, DateOnly day) => draft.Chart.Write(new Measurement(Coded.Loinc("85354-9", "Blood pressure panel"), When.Moment(day, 600))
    {
        Category = "vital-signs",
        Parts =
        [
            (Coded.Loinc("8480-6", "Systolic blood pressure"), new Quantity(draft.Dice.Between(100, 170), "mm[Hg]")),
            (Coded.Loinc("8462-4", "Diastolic blood pressure"), new Quantity(draft.Dice.Between(55, 100), "mm[Hg]")),
        ],
    });
}
