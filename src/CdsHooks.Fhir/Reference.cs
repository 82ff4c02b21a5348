namespace CdsHooks.Fhir;

/// <summary>A FHIR Reference to another resource, or to one contained in the same.</summary>
/// <param name="Node">The element, or a missing node.</param>
public readonly record struct Reference(FhirNode Node) : IFhirView<Reference>
{
    /// <summary>Whether the element is there, even if it holds only a display.</summary>
    public bool Exists => Node.Exists;

    /// <summary>The reference as sent: relative, absolute, <c>#id</c> or <c>urn:…</c>; null where absent.</summary>
    public string? Value => Node["reference"u8].AsString();

    /// <summary>The type the reference says it points to, or null.</summary>
    public string? Type => Node["type"u8].AsString();

    /// <summary>The printed name, or null.</summary>
    public string? Display => Node["display"u8].AsString();

    /// <summary>Whether it points into the same resource (<c>#id</c>).</summary>
    public bool IsContained => Value is ['#', ..];

    /// <summary>The id for <see cref="FhirResource.FindContained"/>, or null where it does not point into the same resource.</summary>
    public string? ContainedId => Value is ['#', .. var id] ? id : null;

    /// <summary>What the reference points to, independent of the server's address and of the version.</summary>
    /// <param name="key">The key; the default value where there is none.</param>
    /// <returns>False for a contained, a conditional (<c>Patient?identifier=…</c>), an absent or a malformed reference.</returns>
    public bool TryGetKey(out ReferenceKey key) => ReferenceKey.TryParse(Value, out key);

    /// <summary>The contained resource that it points to.</summary>
    /// <returns>The resource, or null where it points elsewhere or nothing with that id is contained.</returns>
    public FhirResource? FindContained() => ContainedId is { } id ? Node.Resource.FindContained(id) : null;

    /// <inheritdoc/>
    static Reference IFhirView<Reference>.Over(FhirNode node) => new(node);

    /// <summary>Where it stands.</summary>
    /// <returns>Never a value from the resource.</returns>
    public override string ToString() => Node.Location;
}
