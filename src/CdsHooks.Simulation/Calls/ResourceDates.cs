using System.Text.Json;
using CdsHooks.Fhir;
using CdsHooks.Workbench;

namespace CdsHooks.Simulation.Calls;

/// <summary>The dates of a resource that tell when it came into the chart, and how long it went on.</summary>
/// <param name="Known">The day on which it was written; null when it is not stated.</param>
/// <param name="Start">The first day that it is about; null when it is not stated.</param>
/// <param name="End">The last day that it is about, or the day on which it ended; null when it is not stated.</param>
internal readonly record struct ResourceDates(FhirDateTime? Known, FhirDateTime? Start, FhirDateTime? End)
{
    private static readonly string[] WrittenOn = ["recordedDate", "issued", "authoredOn", "dateAsserted", "authored", "created"];
    private static readonly string[] About = ["performed", "effective"];

    /// <summary>Reads the dates. One that cannot be read is not stated.</summary>
    /// <param name="resource">The resource, a JSON object.</param>
    public static ResourceDates Of(JsonElement resource)
    {
        var known = WrittenOn.Select(name => DateOf(resource, name)).FirstOrDefault(date => date is not null);
        foreach (var element in About)
        {
            if (DateOf(resource, element + "DateTime") is { } day)
            {
                return new ResourceDates(known, day, End: null);
            }

            if (resource.TryGetProperty(element + "Period", out var period))
            {
                return new ResourceDates(known, DateOf(period, "start"), DateOf(period, "end"));
            }
        }

        return resource.TryGetProperty("period", out var own)
            ? new ResourceDates(known, DateOf(own, "start"), DateOf(own, "end"))
            : new ResourceDates(known, Start: null, DateOf(resource, "abatementDateTime") ?? (resource.TryGetProperty("abatementPeriod", out var abatement) ? DateOf(abatement, "start") : null));
    }

    /// <summary>Determines whether the chart did not have the resource yet: it was written, or began, certainly after the call.</summary>
    public bool IsAfter(SimulatedCall call) => IsAfter(Known, call) || IsAfter(Start, call);

    /// <summary>Determines whether the resource ended certainly after the call, during which it was still going on.</summary>
    public bool EndsAfter(SimulatedCall call) => IsAfter(End, call);

    /// <summary>Reads a date; null when it is absent or cannot be read.</summary>
    public static FhirDateTime? DateOf(JsonElement json, string name) =>
        json.Text(name) is { } text && FhirDateTime.TryParse(text, out var date) ? date : null;

    // The time of day decides where both are known; otherwise what happened on the day of the call was known in it.
    private static bool IsAfter(FhirDateTime? date, SimulatedCall call) => date switch
    {
        null => false,
        { Instant: { } instant } when call.Signed is { } signed => instant > signed,
        { Instant: { } instant } => instant > call.Present,
        { } day => day.IsCertainlyAfter(call.Date),
    };
}
