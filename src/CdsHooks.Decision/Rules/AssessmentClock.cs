namespace CdsHooks.Decision.Rules;

/// <summary>The two days an assessment reckons with.</summary>
/// <param name="AsOf">T0: look-backs, ages and durations start here. Never after <paramref name="Today"/>.</param>
/// <param name="Today">Evidence counts up to and including this day; anything later is ignored.</param>
public readonly record struct AssessmentClock(DateOnly AsOf, DateOnly Today);
