using CdsHooks.Decision;
using CdsHooks.Service.Pages.Shared;
using Microsoft.Extensions.Primitives;

namespace CdsHooks.Service.Pages.Simulate;

/// <summary>Reads the fields of the form that an address fills in, and what else it names.</summary>
internal sealed class SimulateAddress
{
    private const string Sweep = "sweep";

    private static readonly string[] Known = ["charts", "patients", "seed", "calls", "from", "until", "order", "on", "where", SimulateLink.Preset, TunedRules.Change];

    private readonly Dictionary<string, StringValues> _fields = new(StringComparer.Ordinal);
    private readonly List<string> _ignored = [];
    private readonly CompiledPlan _plan;

    /// <summary>Initializes a new instance of the <see cref="SimulateAddress"/> class.</summary>
    /// <param name="query">The members of the address.</param>
    /// <param name="plan">The plan in force.</param>
    public SimulateAddress(IQueryCollection query, CompiledPlan plan)
    {
        _plan = plan;
        var unknown = 0;
        foreach (var (name, value) in query)
        {
            if (Known.Contains(name, StringComparer.Ordinal) || IsField(name))
            {
                _fields[name] = value;
            }
            else
            {
                unknown += name is SimulateLink.Set or Sweep or SimulatePage.Removed ? 0 : 1;
            }
        }

        var number = 0;
        var parameters = Take(query, SimulateLink.Set, (name, value) => _fields[SimulateForm.ParameterPrefix + name] = value);
        var thresholds = Take(query, Sweep, (name, value) =>
        {
            if (++number <= SimulateForm.Sweeps)
            {
                (_fields[$"sweep{number}"], _fields[$"values{number}"]) = (name, value);
            }
        });
        Ignore(parameters, "Parameters to set", "the rules have no such parameter, or no value is given");
        Ignore(thresholds, "Thresholds to sweep", "the rules have no such parameter, or no values are given");
        Ignore(Math.Max(0, number - SimulateForm.Sweeps), "Thresholds to sweep", $"{SimulateForm.Sweeps} can be swept at once");
        Ignore(unknown, "Members of the address", "this page has no such field");
        if (_fields.ContainsKey(TunedRules.Change) && _fields.Remove(SimulateLink.Preset))
        {
            _ignored.Add("Site parameters: left out, as a change made on Tune starts from those in force.");
        }
    }

    /// <summary>Gets the fields that the address fills in.</summary>
    public IReadOnlyDictionary<string, StringValues> Fields => _fields;

    /// <summary>Gets what is left out of the rest, one sentence each, without repeating it.</summary>
    public IReadOnlyList<string> Ignored => _ignored;

    private bool IsField(string name) =>
        (name.StartsWith(SimulateForm.ParameterPrefix, StringComparison.Ordinal) && _plan.Rules.Parameters.Find(name[SimulateForm.ParameterPrefix.Length..]) is not null)
        || Enumerable.Range(1, SimulateForm.Sweeps).Any(number => name.Equals($"sweep{number}", StringComparison.Ordinal) || name.Equals($"values{number}", StringComparison.Ordinal));

    /// <summary>Takes <c>name=value</c> where the plan has such a parameter.</summary>
    /// <returns>The number of those that are no such text.</returns>
    private int Take(IQueryCollection query, string member, Action<string, string> take)
    {
        var left = 0;
        foreach (var text in query[member].OfType<string>())
        {
            if (text.Split('=', 2) is [var name, { Length: > 0 } value] && _plan.Rules.Parameters.Find(name) is not null)
            {
                take(name, value);
            }
            else
            {
                left++;
            }
        }

        return left;
    }

    private void Ignore(int count, string what, string why)
    {
        if (count > 0)
        {
            _ignored.Add($"{what}: {count} {(count is 1 ? "is" : "are")} left out, as {why}.");
        }
    }
}
