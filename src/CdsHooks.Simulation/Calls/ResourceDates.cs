using CdsHooks.Fhir;

namespace CdsHooks.Simulation.Calls;

/// <summary>The dates of a resource that tell when it came into the chart, and how long it went on.</summary>
/// <param name="Known">The day on which it was written; null when it is not stated.</param>
/// <param name="Start">The first day that it is about; null when it is not stated.</param>
/// <param name="End">The last day that it is about, or the day on which it ended; null when it is not stated.</param>
internal readonly record struct ResourceDates(FhirDateTime? Known, FhirDateTime? Start, FhirDateTime? End)
{
    /// <summary>Determines whether the chart did not have the resource yet: it was written, or began, certainly after the call.</summary>
    public bool IsAfter(SimulatedCall call) => IsAfter(Known, call) || IsAfter(Start, call);

    /// <summary>Determines whether the resource ended certainly after the call, during which it was still going on.</summary>
    public bool EndsAfter(SimulatedCall call) => IsAfter(End, call);

    // The time of day decides where both are known; otherwise what happened on the day of the call was known in it.
    private static bool IsAfter(FhirDateTime? date, SimulatedCall call) => date switch
    {
        null => false,
        { Instant: { } instant } when call.Signed is { } signed => instant > signed,

        // The day of an instant is that of its own offset: an evening in the west is not the next day, and a morning in the east may be before midnight.
        { Instant: { } instant } day => instant > call.Present && day.IsCertainlyAfter(call.Date),
        { } day => day.IsCertainlyAfter(call.Date),
    };
}
