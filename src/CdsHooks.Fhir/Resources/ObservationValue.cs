using System.Diagnostics.CodeAnalysis;

namespace CdsHooks.Fhir.Resources;

/// <summary>
/// The <c>value[x]</c> of an Observation, of a component or of an answer. A getter that does not fit <paramref name="Kind"/> gives null or
/// a missing view; one that fits gives null where the value is malformed, which is an issue.
/// </summary>
/// <param name="Kind">Which form was sent.</param>
/// <param name="Node">The value's element, or a missing node.</param>
[SuppressMessage("Naming", "CA1720:Identifier contains type name", Justification = "FHIR's own names of its types.")]
public readonly record struct ObservationValue(ObservationValueKind Kind, FhirNode Node)
{
    /// <summary>Whether there is a value, in any form.</summary>
    public bool Exists => Kind is not ObservationValueKind.None;

    /// <summary>The number with its unit, or a missing view.</summary>
    public Quantity Quantity => new(NodeIf(ObservationValueKind.Quantity));

    /// <summary>The coded value, or a missing view.</summary>
    public CodeableConcept CodeableConcept => IsCoding
        ? CodeableConcept.OfCoding(NodeIf(ObservationValueKind.CodeableConcept))
        : new CodeableConcept(NodeIf(ObservationValueKind.CodeableConcept));

    /// <summary>Yes or no, or null.</summary>
    public bool? Boolean => NodeIf(ObservationValueKind.Boolean).AsBoolean();

    /// <summary>The whole number, or null.</summary>
    public int? Integer => NodeIf(ObservationValueKind.Integer).AsInteger();

    /// <summary>The number without a unit, or null.</summary>
    public decimal? Decimal => NodeIf(ObservationValueKind.Decimal).AsDecimal();

    /// <summary>The words, or null. They may hold patient data.</summary>
    public string? String => NodeIf(ObservationValueKind.String).AsString();

    /// <summary>The lower bound of a range, or a missing view.</summary>
    public Quantity RangeLow => new(NodeIf(ObservationValueKind.Range)["low"u8]);

    /// <summary>The upper bound of a range, or a missing view.</summary>
    public Quantity RangeHigh => new(NodeIf(ObservationValueKind.Range)["high"u8]);

    private bool IsCoding { get; init; }

    /// <summary>Finds the value of an element.</summary>
    /// <param name="parent">The element whose child is called <c>value…</c>.</param>
    /// <returns>The value; of kind None where the element has none.</returns>
    public static ObservationValue Of(FhirNode parent)
    {
        var node = parent.FindChoice("value"u8, out var type);
        return node.Exists
            ? new ObservationValue(KindOf(type), node) { IsCoding = type.SequenceEqual("Coding"u8) }
            : default;
    }

    /// <summary>Where it stands.</summary>
    /// <returns>Never a value from the resource.</returns>
    public override string ToString() => Node.Location;

    private static ObservationValueKind KindOf(ReadOnlySpan<byte> type) => type switch
    {
        _ when type.SequenceEqual("Quantity"u8) => ObservationValueKind.Quantity,
        _ when type.SequenceEqual("CodeableConcept"u8) || type.SequenceEqual("Coding"u8) => ObservationValueKind.CodeableConcept,
        _ when type.SequenceEqual("Boolean"u8) => ObservationValueKind.Boolean,
        _ when type.SequenceEqual("Integer"u8) => ObservationValueKind.Integer,
        _ when type.SequenceEqual("Decimal"u8) => ObservationValueKind.Decimal,
        _ when type.SequenceEqual("String"u8) => ObservationValueKind.String,
        _ when type.SequenceEqual("Range"u8) => ObservationValueKind.Range,
        _ => ObservationValueKind.Other,
    };

    private FhirNode NodeIf(ObservationValueKind kind) => Kind == kind ? Node : new FhirNode(Node.Resource, default);
}
