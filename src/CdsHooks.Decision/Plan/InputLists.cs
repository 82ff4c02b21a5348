using Hl7.Fhir.Model;

namespace CdsHooks.Decision.Plan;

/// <summary>
/// Resolves the named lists of inputs of a plan: contained Libraries with the inputs as their <c>dataRequirement</c>s, which can use
/// other lists.
/// </summary>
public sealed class InputLists(PlanDefinition plan)
{
    private readonly Dictionary<string, Library> _lists = plan.Contained.OfType<Library>()
        .Where(library => library.Id is { Length: > 0 })
        .GroupBy(library => "#" + library.Id, StringComparer.Ordinal)
        .ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);

    /// <summary>Gets the inputs of a criterion: those of the lists that it uses, in their order, then its own.</summary>
    /// <param name="criterion">The action.</param>
    /// <param name="report">Receives the element and message of each use of an unknown list, or of a list in itself; null to ignore them.</param>
    /// <returns>The inputs, enabled or not.</returns>
    public IReadOnlyList<PlanInput> Of(PlanDefinition.ActionComponent criterion, Action<Base, string>? report = null) =>
        [.. Collect(criterion, criterion.Input, [], report)];

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

/// <summary>An input of a criterion: its own, or one of a named list.</summary>
/// <param name="Requirement">The DataRequirement.</param>
/// <param name="Uses">The chain of <c>inputs</c> extensions from the list to the criterion; empty for an input of its own.</param>
public sealed record PlanInput(DataRequirement Requirement, IReadOnlyList<Extension> Uses)
{
    /// <summary>Gets the element of the criterion to name in an issue.</summary>
    public Base Element => Uses.Count == 0 ? Requirement : Uses[^1];

    /// <summary>Gets the extensions with its role, settings and conditions: of the input itself, then of each use.</summary>
    public IEnumerable<Extension> Parts => new[] { Requirement.Part() }.OfType<Extension>().Concat(Uses);

    /// <summary>Gets the code of its role; <c>counts</c> by default.</summary>
    public string Role => Parts.Select(part => part.Text("role")).LastOrDefault(role => role is not null) ?? "counts";

    /// <summary>Gets the canonical of a filter's value set: the filter's own, else that of a use, else null.</summary>
    public string? ValueSetOf(DataRequirement.CodeFilterComponent filter) =>
        filter.ValueSet ?? Uses.Select(use => use.Text("valueSet")).FirstOrDefault(canonical => canonical is not null);
}
