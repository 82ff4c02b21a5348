using CdsHooks.Decision.Criteria.Results;

namespace CdsHooks.Simulation.Runs;

/// <summary>Chooses of the numbers behind a finding those that a threshold is compared with.</summary>
internal static class TellingValues
{
    /// <summary>Gets one figure of each kind and unit: the newest measured value, or the longest course.</summary>
    public static IEnumerable<Figure> Of(IReadOnlyList<Figure> figures) => figures
        .Where(figure => figure.Value is not null)
        .GroupBy(figure => (figure.Kind, figure.Unit))
        .Select(group => group.Key.Kind is FigureKind.Value or FigureKind.ValueElsewhere
            ? group.OrderByDescending(figure => figure.Until).ThenByDescending(figure => figure.Value).First()
            : group.OrderByDescending(figure => figure.Value).First());
}
