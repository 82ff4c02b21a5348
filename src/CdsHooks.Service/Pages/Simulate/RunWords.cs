using System.Globalization;

namespace CdsHooks.Service.Pages.Simulate;

/// <summary>The words for runs.</summary>
internal static class RunWords
{
    /// <summary>Gets the words for a phase.</summary>
    public static string Of(RunPhase phase) => phase switch
    {
        RunPhase.Running => "running",
        RunPhase.Stopped => "stopped",
        RunPhase.Interrupted => "interrupted",
        RunPhase.Failed => "failed",
        RunPhase.Done => "done",
        _ => "damaged",
    };

    /// <summary>Gets the style of a phase.</summary>
    public static string BadgeOf(RunPhase phase) => phase switch
    {
        RunPhase.Running => "badge-info",
        RunPhase.Done => "badge-good",
        RunPhase.Failed or RunPhase.Damaged or RunPhase.Spoiled => "badge-error",
        _ => "badge-warning",
    };

    /// <summary>Names the charts of a run.</summary>
    public static string Charts(KeptRun run) => run.Spec switch
    {
        null => "not known",
        { Pack: { } pack } => pack,
        var spec => string.Create(CultureInfo.InvariantCulture, $"{spec.Patients:N0} synthetic patients, seed {spec.Seed}"),
    };

    /// <summary>Names the calls of a run.</summary>
    public static string Calls(KeptRun run) => run.Spec switch
    {
        null => "not known",
        { Order: { } order } spec => $"made-up {order.Split('|')[^1]} on {spec.On:yyyy-MM-dd}",
        { From: null, Until: null } => "every order",
        var spec => $"orders {(spec.From is { } from ? $"from {from:yyyy-MM-dd} " : string.Empty)}{(spec.Until is { } until ? $"to {until:yyyy-MM-dd}" : string.Empty)}".TrimEnd(),
    };

    /// <summary>Names the candidate of a run.</summary>
    public static string Candidate(KeptRun run) => run.Spec switch
    {
        null => "not known",
        { HasCandidate: false } => "none",
        var spec => string.Join(", ", new[] { spec.Preset, TunedWords(spec) }.OfType<string>().Concat(spec.Changes)),
    };

    private static string? TunedWords(RunSpec spec) => spec switch
    {
        { Tuned: null } => null,
        { TunedWords: [var one] } => $"a change made on Tune ({one})",
        _ => $"a change made on Tune ({spec.TunedWords.Count} differences)",
    };

    /// <summary>Writes a time.</summary>
    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    /// <summary>Writes the time that is left.</summary>
    public static string Left(TimeSpan? left) => left switch
    {
        null => string.Empty,
        { TotalSeconds: < 90 } time => string.Create(CultureInfo.InvariantCulture, $"about {Math.Max(1, time.TotalSeconds):0} s left"),
        { TotalMinutes: < 90 } time => string.Create(CultureInfo.InvariantCulture, $"about {time.TotalMinutes:0} min left"),
        { } time => string.Create(CultureInfo.InvariantCulture, $"about {time.TotalHours:0.0} h left"),
    };
}
