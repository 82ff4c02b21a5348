namespace CdsHooks.Decision.Evidence;

/// <summary>What was received and plays no part, though its code is one that the rules know.</summary>
/// <param name="OtherPatient">Resources about another patient, 0 or more; of any code.</param>
/// <param name="Future">Records dated after today, 0 or more; cancelled and refuted ones are not counted.</param>
public readonly record struct LeftOut(int OtherPatient, int Future)
{
    /// <summary>Gets a value indicating whether nothing was left out.</summary>
    public bool IsNothing => OtherPatient == 0 && Future == 0;
}
