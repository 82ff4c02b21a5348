namespace CdsHooks.Simulation.Views;

/// <summary>The elements that the engine reads of a resource type, as columns and rows of views.</summary>
/// <param name="Type">The resource type.</param>
/// <param name="Patient">The element with the reference to the patient; null for a type that has none.</param>
/// <param name="Columns">The elements that a resource has once.</param>
/// <param name="Coded">The coded elements.</param>
/// <param name="References">The references to other resources that are read, too.</param>
internal sealed record ResourceElements(
    string Type, string? Patient, IReadOnlyList<ViewColumn> Columns, IReadOnlyList<CodedElement> Coded, IReadOnlyList<ReferringElement> References)
{
    /// <summary>Gets the SQL of the first day, of columns; null for a type without a date.</summary>
    public string? Started { get; init; }

    /// <summary>Gets the SQL of the last day, of columns, where it is not the first.</summary>
    public string? Ended { get; init; }

    /// <summary>Gets the column with the status; null for a type whose status is a concept.</summary>
    public string? Status => Columns.FirstOrDefault(column => column.Name is "status")?.Name;
}

/// <summary>A coded element.</summary>
/// <param name="Name">The name by which rows tell it from others.</param>
/// <param name="Path">The FHIRPath.</param>
/// <param name="ReadAs">The element of a filter (<see cref="Decision.Criteria.Results.InputFilter"/>) that reads it; null for one that no filter reads.</param>
internal sealed record CodedElement(string Name, string Path, string? ReadAs = null)
{
    /// <summary>Gets a value indicating whether it is a Coding and not a CodeableConcept.</summary>
    public bool IsCoding { get; init; }
}

/// <summary>A reference to other resources.</summary>
/// <param name="Name">The name by which rows tell it from others.</param>
/// <param name="Path">The FHIRPath.</param>
/// <param name="Targets">The types of those targets that the engine reads.</param>
/// <param name="ReadAs">The element of a filter that reads the codes of the target; null for one that no filter reads.</param>
internal sealed record ReferringElement(string Name, string Path, IReadOnlyList<string> Targets, string? ReadAs = null);
