using Hl7.Fhir.Model;

namespace CdsHooks.Decision.Plan;

/// <summary>
/// Resolves the named lists of inputs of a plan: contained Libraries whose <c>dataRequirement</c>s are the inputs, and which may use other
/// lists in turn.
/// </summary>
/// <param name="plan">The plan.</param>
public sealed class InputLists(PlanDefinition plan)
{
    private readonly Dictionary<string, Library> _lists = plan.Contained.OfType<Library>()
        .Where(library => library.Id is { Length: > 0 })
        .GroupBy(library => "#" + library.Id, StringComparer.Ordinal)
        .ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);

    /// <summary>Lists the inputs of a criterion: those of the lists that it uses, in their order, then its own.</summary>
    /// <param name="criterion">The action.</param>
    /// <param name="report">Receives each use that names no list, or a list that uses itself, with what is wrong; null to pass over it.</param>
    /// <returns>The inputs, enabled or not.</returns>
    public IReadOnlyList<PlanInput> Of(PlanDefinition.ActionComponent criterion, Action<Base, string>? report = null)
    {
        return [.. Collect(criterion, criterion.Input, [], report)];
    }

    private IEnumerable<PlanInput> Collect(IExtendable user, List<DataRequirement> own, IReadOnlyList<Extension> uses, Action<Base, string>? report)
    {
        foreach (var use in user.AllNamed("inputs"))
        {
            if (use.Text("list") is not { } name || !_lists.TryGetValue(name, out var list))
            {
                report?.Invoke(use, "inputs needs a list: # and the id of a Library that the plan contains.");
            }
            else if (uses.Any(outer => string.Equals(outer.Text("list"), name, StringComparison.Ordinal)))
            {
                report?.Invoke(use, "This list of inputs uses itself.");
            }
            else
            {
                foreach (var input in Collect(list, list.DataRequirement, [use, .. uses], report))
                {
                    yield return input;
                }
            }
        }

        foreach (var requirement in own)
        {
            yield return new PlanInput(requirement, uses);
        }
    }
}
