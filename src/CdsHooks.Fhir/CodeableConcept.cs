using System.Text.Json;

namespace CdsHooks.Fhir;

/// <summary>A FHIR CodeableConcept: one meaning, coded any number of times, perhaps with the words it was recorded in.</summary>
/// <param name="Node">The element, or a missing node.</param>
public readonly record struct CodeableConcept(FhirNode Node) : IFhirView<CodeableConcept>
{
    /// <summary>Whether the element is there, even if empty.</summary>
    public bool Exists => Node.Exists;

    /// <summary>The codings, in the order sent; for a concept read from a lone Coding, that one.</summary>
    public FhirViews<Coding> Codings => new(IsCoding ? CodingItself() : Node.Items("coding"u8));

    /// <summary>The words it was recorded in, or null.</summary>
    public string? Text => IsCoding ? null : Node["text"u8].AsString();

    /// <summary>What to show a person: the text, else the first display, else the first code, else null.</summary>
    public string? Wording => Text ?? FirstOf(coding => coding.Display) ?? FirstOf(coding => coding.Code);

    private bool IsCoding { get; init; }

    /// <summary>Looks at a lone Coding, such as <c>valueCoding</c>, as a concept.</summary>
    /// <param name="coding">The Coding, or a missing node.</param>
    /// <returns>A concept with that coding alone and no text.</returns>
    public static CodeableConcept OfCoding(FhirNode coding) => new(coding) { IsCoding = true };

    /// <inheritdoc/>
    static CodeableConcept IFhirView<CodeableConcept>.Over(FhirNode node) => new(node);

    /// <summary>Where it stands.</summary>
    /// <returns>Never a value from the resource.</returns>
    public override string ToString() => Node.Location;

    private FhirItems CodingItself()
    {
        if (Node.Json.ValueKind is not JsonValueKind.Array)
        {
            return new FhirItems(Node);
        }

        Node.Report(FhirIssueCode.WrongKind, "object");
        return new FhirItems(new FhirNode(Node.Resource, default));
    }

    private string? FirstOf(Func<Coding, string?> part)
    {
        foreach (var coding in Codings)
        {
            if (part(coding) is { Length: > 0 } found)
            {
                return found;
            }
        }

        return null;
    }
}
