namespace CdsHooks.Simulation.Shards;

/// <summary>The table of contents of a pack, <c>manifest.json</c>. A folder without one is no pack.</summary>
/// <param name="Format">Always <see cref="CurrentFormat"/>.</param>
/// <param name="ShardRule">Always <see cref="ShardNumber.Rule"/>.</param>
/// <param name="Patients">The number of patients in all shards.</param>
/// <param name="Resources">The number of lines in all shards. A resource that several patients refer to is a line of each.</param>
/// <param name="Types">The FHIR types that were exported, by name.</param>
/// <param name="Shards">The shards, by number, at least one.</param>
/// <param name="Inputs">The files that were packed, by name; empty for a pack that was made of something else.</param>
/// <param name="Notes">Numbers that a person looks at before trusting the pack; null where they were not counted.</param>
internal sealed record PackManifest(
    string Format,
    string ShardRule,
    long Patients,
    long Resources,
    IReadOnlyList<PackType> Types,
    IReadOnlyList<PackShard> Shards,
    IReadOnlyList<PackInput>? Inputs = null,
    PackNotes? Notes = null)
{
    /// <summary>The format that is read and written.</summary>
    public const string CurrentFormat = "cdshooks-pack/1";

    /// <summary>The name of the file in the folder of a pack.</summary>
    public const string FileName = "manifest.json";

    /// <summary>Creates a manifest with the totals of its shards.</summary>
    public static PackManifest Of(IReadOnlyList<PackType> types, IReadOnlyList<PackShard> shards, IReadOnlyList<PackInput>? inputs = null, PackNotes? notes = null) => new(
        CurrentFormat,
        ShardNumber.Rule,
        shards.Sum(shard => shard.Patients),
        shards.Sum(shard => shard.Resources),
        types,
        shards,
        inputs ?? [],
        notes);

    /// <summary>Tells if all resources of a type are in the pack, so that one that is not there does not exist in the source either.</summary>
    /// <returns>False also for a type that the manifest does not name: nothing is known of it.</returns>
    public bool IsComplete(string type) => Types.Any(one => one.IsComplete && string.Equals(one.Type, type, StringComparison.Ordinal));
}

/// <summary>A FHIR type of an export.</summary>
/// <param name="Type">The name of the type.</param>
/// <param name="Resources">The number of its resources in the export.</param>
/// <param name="IsComplete">True when the export holds every resource of the type that its source has.</param>
/// <param name="Shared">How many of them belong to no patient and were placed with every patient that refers to them.</param>
/// <param name="NotPlaced">How many of them belong to no patient and are in no shard.</param>
/// <param name="Because">The reason why the type is not complete; null where it is.</param>
internal sealed record PackType(string Type, long Resources, bool IsComplete, long Shared = 0, long NotPlaced = 0, string? Because = null);

/// <summary>A shard of a pack.</summary>
/// <param name="File">The file name, see <see cref="ShardNumber.FileName"/>, optionally with <c>.gz</c>.</param>
/// <param name="Patients">The number of patients.</param>
/// <param name="Resources">The number of lines.</param>
/// <param name="Bytes">The size of the file.</param>
/// <param name="Sha256">The SHA-256 of the file in lower-case hexadecimal.</param>
internal sealed record PackShard(string File, long Patients, long Resources, long Bytes, string Sha256);

/// <summary>A file that was packed.</summary>
/// <param name="Name">Its path below the folder, with slashes.</param>
/// <param name="Bytes">The size of the file.</param>
/// <param name="Lines">The number of lines that hold a resource.</param>
/// <param name="Sha256">The SHA-256 of the file in lower-case hexadecimal.</param>
/// <param name="BadLines">The number of lines that were left out because they hold no FHIR resource.</param>
internal sealed record PackInput(string Name, long Bytes, long Lines, string Sha256, long BadLines = 0);

/// <summary>Numbers that a person looks at before trusting a pack.</summary>
/// <param name="PatientsWithoutPatientResource">Patients whom other resources refer to, without a Patient resource of their own.</param>
/// <param name="PatientsAlone">Patients with a Patient resource and nothing else.</param>
/// <param name="PatientsLinked">Patients whose Patient resource has a <c>link</c>: the rest of the chart may be with another.</param>
/// <param name="PatientsInactive">Patients whose Patient resource is not <c>active</c>.</param>
/// <param name="RepeatedResources">Resources whose type and id were there before; each of them is kept.</param>
/// <param name="BadLines">Lines left out because they hold no FHIR resource.</param>
internal sealed record PackNotes(
    long PatientsWithoutPatientResource,
    long PatientsAlone,
    long PatientsLinked,
    long PatientsInactive,
    long RepeatedResources,
    long BadLines);
