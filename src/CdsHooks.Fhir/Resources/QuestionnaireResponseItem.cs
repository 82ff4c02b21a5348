namespace CdsHooks.Fhir.Resources;

/// <summary>One question with its answers, or one group.</summary>
/// <param name="Node">The element, or a missing node.</param>
public readonly record struct QuestionnaireResponseItem(FhirNode Node) : IFhirView<QuestionnaireResponseItem>
{
    /// <summary>The question's link id, or null.</summary>
    public string? LinkId => Node["linkId"u8].AsString();

    /// <summary>The answers: each a <c>value[x]</c>.</summary>
    public IEnumerable<ObservationValue> Answers => Node.Items("answer"u8).Select(ObservationValue.Of);

    /// <inheritdoc/>
    static QuestionnaireResponseItem IFhirView<QuestionnaireResponseItem>.Over(FhirNode node) => new(node);

    /// <summary>Where it stands.</summary>
    /// <returns>Never a value from the resource.</returns>
    public override string ToString() => Node.Location;
}
