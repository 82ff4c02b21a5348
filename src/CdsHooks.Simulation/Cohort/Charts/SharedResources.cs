using System.Globalization;

namespace CdsHooks.Simulation.Cohort.Charts;

/// <summary>The resources that patients share: those who treat, with no name, and drugs that prescriptions refer to.</summary>
internal static class SharedResources
{
    private const int Therapists = 12;
    private static readonly Coded TherapistRole = new("http://nucc.org/provider-taxonomy", "225100000X", "Physical therapist");

    private static readonly (string Id, Coded Code)[] Drugs =
    [
        ("syn-med-naproxen", Coded.RxNorm("7258", "naproxen")),
        ("syn-med-meloxicam", Coded.RxNorm("152695", "meloxicam 15 MG oral tablet")),
        ("syn-med-gabapentin", Coded.RxNorm("105029", "gabapentin 300 MG oral capsule")),
        ("syn-med-duloxetine", Coded.RxNorm("596926", "duloxetine 20 MG oral capsule")),
    ];

    /// <summary>Gets the reference to the practitioner of each role, by the reference to the role.</summary>
    public static Dictionary<string, string> PractitionersByRole =>
        Enumerable.Range(0, Therapists).ToDictionary(Therapist, number => string.Create(CultureInfo.InvariantCulture, $"Practitioner/syn-prac-{number}"), StringComparer.Ordinal);

    /// <summary>Gets a reference to the role of a therapist.</summary>
    public static string Therapist(int number) => string.Create(CultureInfo.InvariantCulture, $"PractitionerRole/syn-role-{number % Therapists}");

    /// <summary>Gets a reference to somebody of whom no role is known.</summary>
    public static string Practitioner => "Practitioner/syn-prac-0";

    /// <summary>Gets a reference to a shared Medication.</summary>
    public static string Drug(string name) => "Medication/syn-med-" + name;

    /// <summary>Writes all of them as the chart of nobody.</summary>
    public static void Write(ChartWriter chart)
    {
        chart.Begin("syn");
        for (var number = 0; number < Therapists; number++)
        {
            chart.Start("Practitioner", string.Create(CultureInfo.InvariantCulture, $"syn-prac-{number}"));
            chart.Json.WriteBoolean("active"u8, true);
            chart.End();
            chart.Start("PractitionerRole", string.Create(CultureInfo.InvariantCulture, $"syn-role-{number}"));
            chart.Reference("practitioner"u8, string.Create(CultureInfo.InvariantCulture, $"Practitioner/syn-prac-{number}"));
            chart.Concepts("code"u8, TherapistRole);
            chart.End();
        }

        foreach (var (id, code) in Drugs)
        {
            chart.Start("Medication", id);
            chart.Concept("code"u8, code);
            chart.End();
        }
    }
}
