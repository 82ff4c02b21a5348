using Hl7.Fhir.Model;

namespace CdsHooks.Decision.Plan;

/// <summary>An input of a criterion: its own, or one of a named list that it uses.</summary>
/// <param name="Requirement">The DataRequirement.</param>
/// <param name="Uses">The <c>inputs</c> extensions through which the criterion comes to it, the criterion's own last; empty for an input of its own.</param>
public sealed record PlanInput(DataRequirement Requirement, IReadOnlyList<Extension> Uses)
{
    /// <summary>Gets the element to name in an issue: where the criterion asks for the input.</summary>
    public Base Place => Uses.Count == 0 ? Requirement : Uses[^1];

    /// <summary>Gets the parts that hold its role, settings and conditions: of the input itself, then of each use.</summary>
    public IEnumerable<Extension> Parts => new[] { Requirement.Part() }.OfType<Extension>().Concat(Uses);

    /// <summary>Gets the code of its role; <c>counts</c> where nothing states one.</summary>
    public string Role => Parts.Select(part => part.Text("role")).LastOrDefault(role => role is not null) ?? "counts";

    /// <summary>Gets the canonical of a filter's value set: the filter's own, else the one that a use gives.</summary>
    /// <param name="filter">One of the filters of the DataRequirement.</param>
    /// <returns>The canonical; null where neither gives one.</returns>
    public string? ValueSetOf(DataRequirement.CodeFilterComponent filter)
    {
        return filter.ValueSet ?? Uses.Select(use => use.Text("valueSet")).FirstOrDefault(canonical => canonical is not null);
    }
}
