namespace CdsHooks.Fhir.Terminology;

/// <summary>A code, or the beginning of codes, in comparable form.</summary>
/// <param name="System">The canonical URI.</param>
/// <param name="Code">The code, normalised for that system.</param>
internal readonly record struct CodeKey(string System, string Code)
{
    /// <summary>Compares the codes first: most keys of a table share their system.</summary>
    /// <returns>Whether both parts are the same.</returns>
    public bool Equals(CodeKey other) =>
        string.Equals(Code, other.Code, StringComparison.Ordinal) && string.Equals(System, other.System, StringComparison.Ordinal);

    /// <summary>The code's hash alone: a system's URI is long, and tells few keys apart.</summary>
    /// <returns>The hash.</returns>
    public override int GetHashCode() => Code is null ? 0 : string.GetHashCode(Code, StringComparison.Ordinal);
}
