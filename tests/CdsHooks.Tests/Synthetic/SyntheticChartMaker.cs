using CdsHooks.Tests.Intake;

namespace CdsHooks.Tests.Synthetic;

/// <summary>
/// Makes whole charts in the shape of the records of the public generator Synthea (github.com/synthetichealth/synthea, its FHIR R4
/// export): social findings beside disorders, notes in base64, bills, care plans, active drugs without an end, surveys, panels, references by
/// <c>urn:uuid:</c>, all of it imported on one day. The same seed makes the same chart.
/// </summary>
internal static class SyntheticChartMaker
{
    /// <summary>Makes a chart.</summary>
    /// <param name="seed">Any number.</param>
    /// <param name="patientId">The patient it is about.</param>
    /// <param name="today">The last day that anything may be dated.</param>
    public static SyntheticChart Make(uint seed, string patientId, DateOnly today)
    {
        Dice dice = new((seed * 2_654_435_761) | 1);
        dice.Next(7);
        var birth = today.AddDays(-(365 * (20 + dice.Next(71))) - dice.Next(365));
        SyntheticWriter writer = new(dice, patientId, byUuid: dice.Next(2) == 0, imported: dice.Next(2) == 0 ? SyntheticWriter.At(today.AddDays(-1), 4) : null);
        SyntheticCare care = new(dice, writer, today);
        SyntheticFindings findings = new(dice, writer);
        for (var visits = dice.Next(61); visits > 0; visits--)
        {
            Fill(dice, care, findings, care.Visit(Day(dice, birth, today)));
        }

        for (var allergies = dice.Next(3); allergies > 0; allergies--)
        {
            care.Allergy(Day(dice, birth, today));
        }

        return new SyntheticChart(seed, SyntheticPatient.Make(dice, patientId, birth), writer.Resources);
    }

    private static void Fill(Dice dice, SyntheticCare care, SyntheticFindings findings, SyntheticVisit visit)
    {
        care.Paper(visit);
        var reason = dice.Next(2) == 0 ? care.Condition(visit, One(dice, SyntheticCodes.Disorders), isOver: dice.Next(2) == 0) : null;
        if (dice.Next(2) == 0)
        {
            care.Condition(visit, One(dice, SyntheticCodes.Findings), isOver: dice.Next(3) == 0);
        }

        Repeat(dice.Next(3), () => care.Drug(visit, One(dice, SyntheticCodes.Drugs), reason));
        Repeat(dice.Next(4), () => care.Procedure(visit, reason));
        Repeat(dice.Next(3) / 2, () => care.Plan(visit, reason));
        Repeat(dice.Next(3) / 2, () => findings.Vitals(visit));
        Repeat(dice.Next(3) / 2, () => findings.Questions(visit));
        Repeat(dice.Next(8), () => findings.Panel(visit));
        Repeat(dice.Next(4) / 3, () => care.Vaccine(visit));
    }

    private static void Repeat(int times, Action action)
    {
        for (; times > 0; times--)
        {
            action();
        }
    }

    /// <summary>Half of all visits lie in the last two years, where look-backs reach.</summary>
    private static DateOnly Day(Dice dice, DateOnly birth, DateOnly today) =>
        today.AddDays(-1 - dice.Next(dice.Next(2) == 0 ? 730 : today.DayNumber - birth.DayNumber - 1));

    private static SyntheticCode One(Dice dice, SyntheticCode[] choices) => choices[dice.Next(choices.Length)];
}
