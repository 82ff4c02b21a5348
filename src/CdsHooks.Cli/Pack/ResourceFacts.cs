namespace CdsHooks.Cli.Pack;

/// <summary>The facts by which one resource is assigned to patients. One object is filled again and again.</summary>
internal sealed class ResourceFacts
{
    /// <summary>Gets or sets the FHIR type.</summary>
    public string Type { get; set; } = string.Empty;

    /// <summary>Gets or sets the logical id; null when there is none.</summary>
    public string? Id { get; set; }

    /// <summary>Gets the ids of the patients whom the resource names.</summary>
    public List<string> Owners { get; } = [];

    /// <summary>Gets the keys under which a patient is to be found where no id is named; those of one element have the same number.</summary>
    public List<(int Element, string Key)> OwnerKeys { get; } = [];

    /// <summary>Gets the keys under which this Patient can be found by others.</summary>
    public List<string> PatientKeys { get; } = [];

    /// <summary>Gets the keys of resources without a patient to which this one refers.</summary>
    public List<string> Uses { get; } = [];

    /// <summary>Gets the keys under which this resource can be found, where it has no patient and goes to those who refer to it.</summary>
    public List<string> SharedKeys { get; } = [];

    /// <summary>Gets or sets a value indicating whether this is a Patient with a <c>link</c>.</summary>
    public bool IsLinked { get; set; }

    /// <summary>Gets or sets a value indicating whether this is a Patient with <c>active: false</c>.</summary>
    public bool IsInactive { get; set; }

    public void Clear()
    {
        (Type, Id, IsLinked, IsInactive) = (string.Empty, null, false, false);
        Owners.Clear();
        OwnerKeys.Clear();
        PatientKeys.Clear();
        Uses.Clear();
        SharedKeys.Clear();
    }
}
