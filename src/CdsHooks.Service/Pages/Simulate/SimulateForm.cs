using System.Globalization;
using CdsHooks.Decision;
using CdsHooks.Decision.Plan;
using CdsHooks.Service.Knowledge.Rules;
using CdsHooks.Service.Pages.Sandbox;
using CdsHooks.Service.Pages.Shared;
using CdsHooks.Simulation.Calls;
using CdsHooks.Simulation.Cohort;
using CdsHooks.Workbench;
using CdsHooks.Workbench.Explain;
using CdsHooks.Workbench.Tuning;
using Microsoft.Extensions.Primitives;

namespace CdsHooks.Service.Pages.Simulate;

/// <summary>Reads the form of a new run. What is wrong is said beside its field, without repeating it.</summary>
/// <param name="members">The fields.</param>
/// <param name="defaults">The fields as the page fills them in by itself.</param>
/// <param name="plan">The plan in force.</param>
/// <param name="presets">The ids of the site parameters that a candidate may have.</param>
/// <param name="packs">The names of the packs.</param>
internal sealed class SimulateForm(IEnumerable<KeyValuePair<string, StringValues>> members, IReadOnlyDictionary<string, StringValues> defaults, CompiledPlan plan, IReadOnlyList<string> presets, IReadOnlyList<string> packs)
{
    /// <summary>The value of the charts that stands for the synthetic cohort.</summary>
    public const string Demo = "demo";

    /// <summary>The beginning of the value of the charts that stands for a pack.</summary>
    public const string PackPrefix = "pack:";

    /// <summary>The value of the calls that stands for the orders in the charts.</summary>
    public const string Replay = "replay";

    /// <summary>The value of the calls that stands for a made-up order.</summary>
    public const string WhatIf = "what-if";

    /// <summary>The beginning of the name of the field of a parameter.</summary>
    public const string ParameterPrefix = "set.";

    /// <summary>The number of thresholds that can be swept at once.</summary>
    public const int Sweeps = 3;

    /// <summary>The smallest synthetic cohort.</summary>
    public const int LeastPatients = 50;

    /// <summary>The largest synthetic cohort.</summary>
    public const int MostPatients = 5000;

    private const int MostSeed = 1_000_000;
    private const int MostValues = 24;
    private const int MostWhere = 10;
    private const int LongestText = 300;
    private const int FirstYear = 1900;
    private const int LastYear = 2200;

    private readonly Dictionary<string, StringValues> _members = new(members, StringComparer.Ordinal);

    /// <summary>Gets the errors by the name of their field.</summary>
    public Dictionary<string, string> Errors { get; } = new(StringComparer.Ordinal);

    /// <summary>Gets the orders that a what-if may make up.</summary>
    public static IEnumerable<MenuOrder> Orders => OrderMenu.Groups.SelectMany(group => group.Orders).Where(order => !order.Drug);

    /// <summary>Reads the fields.</summary>
    /// <param name="startedAt">The time.</param>
    /// <param name="rules">The rules in force.</param>
    /// <returns>What to simulate; null when any field is wrong.</returns>
    public RunSpec? Read(DateTimeOffset startedAt, RulesSnapshot rules)
    {
        var spec = Candidate(Calls(Charts(new RunSpec(RunShelf.NewId(), startedAt, rules.Version)))) with { Sweeps = ReadSweeps() };
        if (Errors.Count is 0)
        {
            Try(spec, rules);
        }

        return Errors.Count is 0 ? spec : null;
    }

    /// <summary>Gets what was sent for a field; empty for nothing.</summary>
    public string Text(string field) => _members.GetValueOrDefault(field).ToString().Trim();

    private RunSpec Charts(RunSpec spec)
    {
        var charts = Text("charts");
        if (charts.StartsWith(PackPrefix, StringComparison.Ordinal) && packs.Contains(charts[PackPrefix.Length..], StringComparer.Ordinal))
        {
            Unused("Synthetic patients", "a pack is chosen, which has its own. Choose Synthetic patients as the charts, or leave it at", "patients");
            Unused("Seed", "a pack is chosen, which has none. Choose Synthetic patients as the charts, or leave it at", "seed");
            return spec with { Pack = charts[PackPrefix.Length..] };
        }

        if (charts is not Demo)
        {
            Errors["charts"] = "Charts: choose one of the list. A pack that was there may be gone.";
            return spec;
        }

        return spec with { Patients = Whole("patients", "Patients", LeastPatients, MostPatients), Seed = Whole("seed", "Seed", 0, MostSeed) };
    }

    private RunSpec Calls(RunSpec spec)
    {
        switch (Text("calls"))
        {
            case WhatIf:
                Unused("From", "a made-up order has a day of its own. Choose the orders in the charts, or clear it", "from");
                Unused("Until", "a made-up order has a day of its own. Choose the orders in the charts, or clear it", "until");
                return MadeUp(spec);
            case Replay:
                Unused("Order", "the orders in the charts are judged. Choose a made-up order, or leave it at", "order");
                Unused("Day of the order", "the orders in the charts are judged. Choose a made-up order, or leave it at", "on");
                Unused("Patients with", "the orders in the charts are judged. Choose a made-up order, or clear it", "where");
                return InCharts(spec);
            default:
                Errors["calls"] = "Calls: choose the orders in the charts, or a made-up order.";
                return spec;
        }
    }

    private RunSpec MadeUp(RunSpec spec)
    {
        var order = Orders.FirstOrDefault(order => string.Equals(order.Key, Text("order"), StringComparison.Ordinal));
        if (order is null)
        {
            Errors["order"] = "Order: choose one of the list.";
        }

        var on = Day("on", "Day of the order");
        if (on is null)
        {
            Errors.TryAdd("on", "Day of the order: a day like 2026-06-01 is expected.");
        }

        return spec with { Order = order is null ? null : $"{order.System}|{order.Code}", On = on, Where = Conditions() };
    }

    private RunSpec InCharts(RunSpec spec)
    {
        var (from, until) = (Day("from", "From"), Day("until", "Until"));
        if (from > until)
        {
            Errors["until"] = "Until: the last day is before the first one.";
        }

        // The charts of the synthetic cohort have earlier fusions, which are procedures without an order.
        return spec with
        {
            From = from ?? (spec.Pack is null ? CohortSource.FirstOrder : null),
            Until = until ?? (spec.Pack is null ? CohortSource.FirstOrder.AddDays(CohortSource.OrderDays - 1) : null),
        };
    }

    /// <summary>Refuses a field that somebody filled in and that the choice beside it does not use.</summary>
    private void Unused(string label, string because, string field)
    {
        var own = defaults.GetValueOrDefault(field).ToString();
        if (Text(field) is { Length: > 0 } text && !string.Equals(text, own, StringComparison.Ordinal))
        {
            var kept = field is "order" ? Orders.First().Display : own;
            Errors[field] = $"{label}: {because}{(kept.Length > 0 ? $" {kept}" : string.Empty)}.";
        }
    }

    private RunSpec Candidate(RunSpec spec)
    {
        if (_members.Keys.Any(name => name.StartsWith(ParameterPrefix, StringComparison.Ordinal) && plan.Rules.Parameters.Find(name[ParameterPrefix.Length..]) is null))
        {
            Errors["candidate"] = "Candidate: the rules have one of these parameters no more. Open the page anew.";
        }

        var (preset, tuned) = (Text(SimulateLink.Preset), Text(TunedRules.Change));
        if (preset.Length > 0 && tuned.Length > 0)
        {
            Errors[SimulateLink.Preset] = "Site parameters: a change made on Tune starts from those in force.";
        }
        else if (preset.Length > 0 && !presets.Contains(preset, StringComparer.Ordinal))
        {
            Errors[SimulateLink.Preset] = "Site parameters: choose one of the list.";
        }

        List<string> changes = [];
        foreach (var parameter in plan.Rules.Parameters.All)
        {
            if (string.Join(',', _members.GetValueOrDefault(ParameterPrefix + parameter.Name).OfType<string>().Where(value => value.Length > 0)) is { Length: > 0 } text)
            {
                Check(ParameterPrefix + parameter.Name, parameter, text);
                changes.Add($"{parameter.Name}={text}");
            }
        }

        return spec with { Preset = preset.Length > 0 ? preset : null, Tuned = tuned.Length > 0 ? tuned : null, Changes = changes };
    }

    private List<string> ReadSweeps()
    {
        List<string> sweeps = [];
        var count = 0;
        for (var number = 1; number <= Sweeps; number++)
        {
            var (name, values) = (Text($"sweep{number}"), $"values{number}");
            if (name.Length is 0)
            {
                if (Text(values).Length > 0)
                {
                    Errors[values] = "Values: choose the threshold that they are of, or clear them.";
                }

                continue;
            }

            if (plan.Rules.Parameters.Find(name) is not { } parameter || parameter.Type is ParameterType.Codes)
            {
                Errors[$"sweep{number}"] = "Threshold: choose one of the list.";
                continue;
            }

            var list = Text(values).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal).ToList();
            count += list.Count;
            if (list.Count is 0 || count > MostValues)
            {
                Errors[values] = $"Values: 1 to {MostValues} values in all, separated by commas, are expected.";
            }
            else if (sweeps.Exists(sweep => sweep.StartsWith($"{name}=", StringComparison.Ordinal)))
            {
                Errors[$"sweep{number}"] = "Threshold: it is swept twice. Put its values into one line.";
            }
            else
            {
                list.ForEach(value => Check(values, parameter, value));
                sweeps.Add($"{name}={string.Join(',', list)}");
            }
        }

        return sweeps;
    }

    /// <summary>Tries what only the rules themselves can tell, such as limits between two parameters.</summary>
    private void Try(RunSpec spec, RulesSnapshot rules)
    {
        try
        {
            RunSetup.RulesOf(spec, rules);
        }
        catch (UnusableRulesException exception)
        {
            Errors["candidate"] = $"Candidate: {string.Join(" ", exception.Errors.Select(error => error.Message).DefaultIfEmpty("these values cannot be together."))}";
        }
        catch (InvalidInputException exception)
        {
            Errors["candidate"] = spec.Tuned is null ? "Candidate: these values cannot be together." : $"Candidate: {exception.Message}";
        }
    }

    private void Check(string field, PlanParameter parameter, string text)
    {
        var value = text.Length <= LongestText ? ValueText.Read(parameter.Type, text) : null;
        if (value is null || parameter.IssueOf(value) is not null)
        {
            var whole = parameter.Type is ParameterType.Integer ? ", in whole numbers" : string.Empty;
            Errors[field] = $"{parameter.Name}: it {ParameterText.Range(parameter)}{whole}{(field.StartsWith("values", StringComparison.Ordinal) ? "; values are separated by commas" : string.Empty)}.";
        }
    }

    private List<string> Conditions()
    {
        List<string> lines = [.. _members.GetValueOrDefault("where").ToString().Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];
        try
        {
            if (lines.Count > MostWhere || lines.Exists(line => line.Length > LongestText))
            {
                throw new InvalidInputException("Too much.");
            }

            lines.ForEach(line => ChartCondition.Read(line, plan.Rules.Terminology));
        }
        catch (InvalidInputException)
        {
            // One sentence says what every line has to be.
            Errors["where"] = $"Patients with: at most {MostWhere} lines like Condition?code=system|code, or Condition?code:in= and a value set of the rules, by its name or address, are expected.";
        }

        return lines;
    }

    private int Whole(string field, string label, int least, int most)
    {
        if (int.TryParse(Text(field), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
        {
            return number;
        }

        Errors[field] = string.Create(CultureInfo.InvariantCulture, $"{label}: a whole number from {least:N0} to {most:N0} is expected.");
        return 0;
    }

    private DateOnly? Day(string field, string label)
    {
        if (Text(field) is not { Length: > 0 } text)
        {
            return null;
        }

        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is >= FirstYear and <= LastYear)
        {
            return day;
        }

        Errors[field] = $"{label}: a day like 2026-06-01 is expected.";
        return null;
    }
}
