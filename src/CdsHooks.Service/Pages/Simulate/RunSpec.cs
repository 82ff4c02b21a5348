using System.Text.Json;
using System.Text.Json.Serialization;

namespace CdsHooks.Service.Pages.Simulate;

/// <summary>What a run simulates, as it is kept in the run's folder.</summary>
/// <param name="Id">The id of the run.</param>
/// <param name="StartedAt">The time at which somebody started it.</param>
/// <param name="Rules">The version of the rules in force at that time.</param>
internal sealed record RunSpec(string Id, DateTimeOffset StartedAt, string Rules)
{
    /// <summary>Gets the name of the pack; null for the synthetic cohort.</summary>
    public string? Pack { get; init; }

    /// <summary>Gets the number of patients of the synthetic cohort.</summary>
    public int Patients { get; init; }

    /// <summary>Gets the seed of the synthetic cohort.</summary>
    public int Seed { get; init; }

    /// <summary>Gets the first day of the replayed orders; null for no limit.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Gets the last day of the replayed orders; null for no limit.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>Gets the made-up order of a what-if, as <c>system|code</c>; null for a replay.</summary>
    public string? Order { get; init; }

    /// <summary>Gets the day of the made-up order.</summary>
    public DateOnly? On { get; init; }

    /// <summary>Gets the conditions about the charts of a what-if.</summary>
    public IReadOnlyList<string> Where { get; init; } = [];

    /// <summary>Gets the id of the candidate's site parameters; null for those in force.</summary>
    public string? Preset { get; init; }

    /// <summary>Gets the change made on Tune that the candidate is, as it stands in addresses; null for none.</summary>
    public string? Tuned { get; init; }

    /// <summary>Gets what that change says, in words.</summary>
    public IReadOnlyList<string> TunedWords { get; init; } = [];

    /// <summary>Gets the parameters that the candidate changes, as <c>name=value</c>.</summary>
    public IReadOnlyList<string> Changes { get; init; } = [];

    /// <summary>Gets the thresholds to sweep, as <c>name=value,value</c>.</summary>
    public IReadOnlyList<string> Sweeps { get; init; } = [];

    /// <summary>Gets a value indicating whether there is a candidate beside the rules in force.</summary>
    [JsonIgnore]
    public bool HasCandidate => Preset is not null || Tuned is not null || Changes.Count > 0;
}

/// <summary>The state of a run, as it is kept in the run's folder.</summary>
/// <param name="Phase">The phase; <see cref="RunPhase.Running"/> in the folder of a run that no process works on means that it was interrupted.</param>
/// <param name="ChangedAt">The time of the last change.</param>
/// <param name="Issue">The sentence about what went wrong; null for nothing.</param>
internal sealed record RunState(RunPhase Phase, DateTimeOffset ChangedAt, string? Issue = null);

/// <summary>The phases of a run.</summary>
internal enum RunPhase
{
    /// <summary>It is being worked on.</summary>
    Running,

    /// <summary>Somebody stopped it; it can be continued.</summary>
    Stopped,

    /// <summary>The process ended while it was being worked on; it can be continued.</summary>
    Interrupted,

    /// <summary>It could not go on.</summary>
    Failed,

    /// <summary>It has a result.</summary>
    Done,

    /// <summary>Its folder does not tell what it was.</summary>
    Damaged,

    /// <summary>It had a result, which is missing or damaged.</summary>
    Spoiled,
}

/// <summary>Generated serialization of what is kept of a run.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UseStringEnumConverter = true, WriteIndented = true, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(RunSpec))]
[JsonSerializable(typeof(RunState))]
internal sealed partial class RunJson : JsonSerializerContext;
