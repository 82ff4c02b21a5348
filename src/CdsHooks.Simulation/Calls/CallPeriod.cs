namespace CdsHooks.Simulation.Calls;

/// <summary>The period whose orders are judged.</summary>
/// <param name="From">The first day; null for no limit.</param>
/// <param name="Until">The last day; null for no limit.</param>
internal readonly record struct CallPeriod(DateOnly? From, DateOnly? Until)
{
    public bool Contains(DateOnly day) => !(day < From) && !(day > Until);
}
