namespace CdsHooks.Decision.Hooks;

/// <summary>What a payer has said about the coverage of one draft order (Da Vinci CRD, <c>ext-coverage-information</c>), as it came.</summary>
/// <param name="Order">Type and id of the order, e.g. <c>ServiceRequest/1</c>.</param>
/// <param name="Covered">Whether it is covered: a code such as <c>not-covered</c>; null when that cannot be read.</param>
/// <param name="Authorization">Whether prior authorization is needed: a code such as <c>auth-needed</c>; null when that is not said, or cannot be read.</param>
/// <param name="Documentation">What documentation is needed: codes such as <c>clinical</c>; may be empty.</param>
/// <param name="Date">When the payer said so, as a FHIR date; null when that cannot be read.</param>
public sealed record CoverageInformation(string Order, string? Covered, string? Authorization, IReadOnlyList<string> Documentation, string? Date);
