using System.Collections.Frozen;

namespace CdsHooks.Decision.Plan;

/// <summary>Every parameter of a plan with the value in force.</summary>
public sealed class ParameterSet
{
    private readonly FrozenDictionary<string, PlanParameter> _byName;

    /// <summary>Initializes a new instance of the <see cref="ParameterSet"/> class.</summary>
    /// <param name="all">The parameters, names distinct, in the plan's order.</param>
    public ParameterSet(IReadOnlyList<PlanParameter> all)
    {
        All = all;
        _byName = all.ToFrozenDictionary(parameter => parameter.Name, StringComparer.Ordinal);
    }

    /// <summary>Gets the parameters in the plan's order.</summary>
    public IReadOnlyList<PlanParameter> All { get; }

    /// <summary>Finds a parameter.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>The parameter, or null when the plan declares none of that name.</returns>
    public PlanParameter? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>Makes the same set with other values: an extreme, or a candidate to be tried.</summary>
    /// <param name="value">Gives each parameter's new value; must be of its type.</param>
    /// <returns>A new set.</returns>
    public ParameterSet With(Func<PlanParameter, ParameterValue> value)
    {
        return new ParameterSet([.. All.Select(parameter => parameter with { Value = value(parameter) })]);
    }
}
