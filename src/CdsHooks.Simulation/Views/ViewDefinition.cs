namespace CdsHooks.Simulation.Views;

/// <summary>A ViewDefinition of SQL on FHIR: one table with rows made of the resources of one type.</summary>
/// <param name="Name">The name, which the table has too.</param>
/// <param name="Resource">The resource type.</param>
/// <param name="Title">The title.</param>
/// <param name="Description">A sentence that says what a row is.</param>
/// <param name="Selects">The columns.</param>
internal sealed record ViewDefinition(string Name, string Resource, string Title, string Description, IReadOnlyList<ViewSelect> Selects);

/// <summary>Columns of a view, and the elements for each of which there are rows.</summary>
internal sealed record ViewSelect
{
    /// <summary>Gets the FHIRPath of the elements that give a row each; null for the resource, or the element of the select around.</summary>
    public string? ForEach { get; init; }

    /// <summary>Gets the same, where an element that is absent gives a row, too.</summary>
    public string? ForEachOrNull { get; init; }

    /// <summary>Gets the FHIRPaths that are followed again and again, each element on the way giving a row.</summary>
    public IReadOnlyList<string> Repeat { get; init; } = [];

    public IReadOnlyList<ViewColumn> Columns { get; init; } = [];

    public IReadOnlyList<ViewSelect> Selects { get; init; } = [];

    /// <summary>Gets selects with the same columns, whose rows come one after another.</summary>
    public IReadOnlyList<ViewSelect> UnionAll { get; init; } = [];
}

/// <summary>A column of a view.</summary>
/// <param name="Name">The name.</param>
/// <param name="Path">The FHIRPath of its value.</param>
/// <param name="Type">The FHIR type of its value, a primitive one.</param>
internal sealed record ViewColumn(string Name, string Path, string Type);
