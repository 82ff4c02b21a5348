using CdsHooks.Service.Tests.Infrastructure;
using CdsHooks.Tests.Architecture;
using Hl7.Fhir.Model;

namespace CdsHooks.Tests.Records;

/// <summary>A profile of what we ask an EHR to record.</summary>
internal sealed class RecordProfile
{
    private RecordProfile(StructureDefinition definition)
    {
        Definition = definition;
        Elements = [.. definition.Differential!.Element.Skip(1).Select(element => new RecordElement(element))];
    }

    public static IReadOnlyList<RecordProfile> All { get; } =
    [
        .. Directory.EnumerateFiles(Repository.PathOf("fhir-profiles", "structures", "records"), "*.json")
            .Order(StringComparer.Ordinal)
            .Select(file => new RecordProfile((StructureDefinition)FhirStructure.Read(File.ReadAllText(file), out _)!)),
    ];

    public StructureDefinition Definition { get; }

    public string Id => Definition.Id!;

    public string Url => Definition.Url!;

    public IReadOnlyList<RecordElement> Elements { get; }

    public static RecordProfile Of(string id) => All.Single(profile => string.Equals(profile.Id, id, StringComparison.Ordinal));
}
