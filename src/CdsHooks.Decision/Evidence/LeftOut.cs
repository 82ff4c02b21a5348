namespace CdsHooks.Decision.Evidence;

/// <summary>What was received and plays no part, though its code is one that the rules know.</summary>
/// <param name="OtherPatient">Resources about another patient, 0 or more; of any code.</param>
/// <param name="Future">Records dated after today, 0 or more; cancelled and refuted ones are not counted.</param>
/// <param name="Diagnoses">Conditions without a code that the rules read: in words, or in codes of systems that no value set covers.</param>
/// <param name="Observations">Observations without a code that the rules read.</param>
/// <param name="Procedures">Procedures without a code that the rules read.</param>
[System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Auto)]
public readonly record struct LeftOut(int OtherPatient, int Future, int Diagnoses = 0, int Observations = 0, int Procedures = 0)
{
    /// <summary>Gets a value indicating whether nothing was left out.</summary>
    public bool IsNothing => OtherPatient + Future + Diagnoses + Observations + Procedures == 0;
}
