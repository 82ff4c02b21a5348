namespace CdsHooks.Fhir;

/// <summary>A FHIR Quantity, Duration or Age: a number with its unit.</summary>
/// <param name="Node">The element, or a missing node.</param>
public readonly record struct Quantity(FhirNode Node) : IFhirView<Quantity>
{
    /// <summary>Whether the element is there, even if empty.</summary>
    public bool Exists => Node.Exists;

    /// <summary>The number, exactly as written, or null.</summary>
    public decimal? Value => Node["value"u8].AsDecimal();

    /// <summary><c>&lt;</c>, <c>&lt;=</c>, <c>&gt;=</c> or <c>&gt;</c> where the number is a bound; null where it is the value.</summary>
    public string? Comparator => Node["comparator"u8].AsString();

    /// <summary>The unit as printed, or null.</summary>
    public string? Unit => Node["unit"u8].AsString();

    /// <summary>The system that <see cref="Code"/> is of, or null.</summary>
    public string? System => Node["system"u8].AsString();

    /// <summary>The coded unit, or null.</summary>
    public string? Code => Node["code"u8].AsString();

    /// <summary>The number in another unit.</summary>
    /// <param name="targetCode">The UCUM code wanted, such as <c>mm</c>.</param>
    /// <param name="converted">The number in that unit; 0 where it cannot be had. The comparator stands beside it unchanged.</param>
    /// <returns>False where there is no number, no unit, or none that converts (see <see cref="Ucum"/>).</returns>
    public bool TryConvert(string targetCode, out decimal converted)
    {
        converted = 0;
        return Value is { } value && Ucum.TryConvert(value, System, Code, Unit, targetCode, out converted);
    }

    /// <inheritdoc/>
    static Quantity IFhirView<Quantity>.Over(FhirNode node) => new(node);

    /// <summary>Where it stands.</summary>
    /// <returns>Never a value from the resource.</returns>
    public override string ToString() => Node.Location;
}
