using System.Text.Json;
using System.Text.Json.Serialization;

namespace CdsHooks.Simulation.Results;

/// <summary>What a result is about. Results with the same header can be merged.</summary>
/// <param name="Pack">The SHA-256 of the pack's manifest.</param>
/// <param name="Shards">The number of shards of the pack.</param>
/// <param name="Served">The rules in force.</param>
/// <param name="Candidate">The candidate; null when only one set of rules is simulated.</param>
/// <param name="Calls">The calls that are judged.</param>
/// <param name="Sweeps">The thresholds that are swept, under the candidate, or the served rules without one.</param>
/// <param name="Titles">The titles of criteria and the displays of cards, by id, so that a result can be read without the rules.</param>
internal sealed record SimulationHeader(
    string Pack, int Shards, SideIdentity Served, SideIdentity? Candidate, CallsIdentity Calls, IReadOnlyList<SweepIdentity> Sweeps, IReadOnlyDictionary<string, string> Titles)
{
    /// <summary>The format of a result.</summary>
    public const string CurrentFormat = "cdshooks-simulation/2";

    /// <summary>Gets the format.</summary>
    [JsonPropertyOrder(-1)]
    public string Format { get; init; } = CurrentFormat;

    /// <summary>Gets the rules that are swept.</summary>
    [JsonIgnore]
    public string SweptSide => Candidate is null ? CountNames.Served : CountNames.Candidate;
}

/// <summary>A set of rules.</summary>
/// <param name="Plan">The canonical of the plan, with its version.</param>
/// <param name="SiteParameters">The id of the site parameters, or <c>seed</c>.</param>
/// <param name="Changes">Parameters that were changed for the simulation, as <c>name=value</c>.</param>
/// <param name="Version">The SHA-256 of the knowledge.</param>
/// <param name="Parameters">The SHA-256 of the parameters in effect.</param>
internal sealed record SideIdentity(string Plan, string SiteParameters, IReadOnlyList<string> Changes, string Version, string Parameters)
{
    /// <summary>Gets what makes two sets of rules the same.</summary>
    [JsonIgnore]
    public (string Plan, string Version, string Parameters) Key => (Plan, Version, Parameters);
}

/// <summary>The calls that are judged.</summary>
/// <param name="Mode"><c>replay</c> or <c>what-if</c>.</param>
internal sealed record CallsIdentity(string Mode)
{
    /// <summary>Gets the first day of the replayed orders; null for no limit.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Gets the last day of the replayed orders; null for no limit.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>Gets the made-up order of a what-if, as <c>system|code</c>.</summary>
    public string? Order { get; init; }

    /// <summary>Gets the day of the made-up order.</summary>
    public DateOnly? Date { get; init; }

    /// <summary>Gets the conditions of a what-if.</summary>
    public IReadOnlyList<string>? Filter { get; init; }

    /// <summary>Gets the SHA-256 of the list of patients of a what-if; null without a list.</summary>
    public string? PatientList { get; init; }
}

/// <summary>A threshold that is swept.</summary>
/// <param name="Parameter">The parameter.</param>
/// <param name="Values">The values, as written.</param>
/// <param name="InForce">The value in effect.</param>
/// <param name="Unit">The UCUM unit of the values; null when they have none.</param>
/// <param name="About">The sentence that tells people who tune it what it is.</param>
internal sealed record SweepIdentity(string Parameter, IReadOnlyList<string> Values, string InForce, string? Unit, string About);

/// <summary>The serialization of results.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SimulationHeader))]
[JsonSerializable(typeof(FlipLine))]
[JsonSerializable(typeof(CountLine))]
[JsonSerializable(typeof(EndLine))]
internal sealed partial class ResultJson : JsonSerializerContext;
