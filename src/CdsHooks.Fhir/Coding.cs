namespace CdsHooks.Fhir;

/// <summary>A FHIR Coding: a code of a code system.</summary>
/// <param name="Node">The element, or a missing node.</param>
public readonly record struct Coding(FhirNode Node) : IFhirView<Coding>
{
    /// <summary>The code system's URI, as sent (see <c>Terminology.CodeSystems</c> for its other spellings), or null.</summary>
    public string? System => Node["system"u8].AsString();

    /// <summary>The code, as sent, or null. The sandbox sends codings without any.</summary>
    public string? Code => Node["code"u8].AsString();

    /// <summary>The printed name, or null. Not to be matched on.</summary>
    public string? Display => Node["display"u8].AsString();

    /// <summary>Reads system and code without allocating, unless they hold JSON escapes.</summary>
    /// <param name="system">The system's URI; empty where absent.</param>
    /// <param name="code">The code.</param>
    /// <returns>False where there is no code, or either is malformed (an issue on the resource).</returns>
    public bool TryGetUtf8(out ReadOnlySpan<byte> system, out ReadOnlySpan<byte> code)
    {
        var systemNode = Node["system"u8];
        var isReadable = systemNode.TryGetUtf8(out system) || !systemNode.Exists;
        return Node["code"u8].TryGetUtf8(out code) && isReadable && !code.IsEmpty;
    }

    /// <inheritdoc/>
    static Coding IFhirView<Coding>.Over(FhirNode node) => new(node);

    /// <summary>Where it stands.</summary>
    /// <returns>Never a value from the resource.</returns>
    public override string ToString() => Node.Location;
}
