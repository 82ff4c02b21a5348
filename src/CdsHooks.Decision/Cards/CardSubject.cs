using CdsHooks.Decision.Hooks;

namespace CdsHooks.Decision.Cards;

/// <summary>Whom a card is about, and what is ordered for them already: what suggestions need beside the assessment.</summary>
/// <param name="PatientId">Logical id of the patient, without <c>Patient/</c>.</param>
/// <param name="EncounterId">Logical id of the encounter, without <c>Encounter/</c>; null when there is none.</param>
/// <param name="HasOrder">Whether an active or draft order whose code is in the value set of this index is in the chart or among the draft orders of the call.</param>
public sealed record CardSubject(string PatientId, string? EncounterId, Func<int, bool> HasOrder)
{
    /// <summary>Gets what payers have said about the coverage of single draft orders; shown with the orders a card is about.</summary>
    public IReadOnlyList<CoverageInformation> Coverage { get; init; } = [];
}
