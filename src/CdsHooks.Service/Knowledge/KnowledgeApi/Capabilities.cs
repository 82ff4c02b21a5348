using System.Reflection;
using Hl7.Fhir.Model;

namespace CdsHooks.Service.Knowledge.KnowledgeApi;

/// <summary>Builds the CapabilityStatement of this FHIR server.</summary>
internal static class Capabilities
{
    private const string Definitions = "http://hl7.org/fhir/SearchParameter/";

    private static readonly string Version =
        typeof(Capabilities).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";

    public static CapabilityStatement Of(KnowledgeLibrary library) => new()
    {
        Status = PublicationStatus.Active,
        Date = library.Date,
        Kind = CapabilityStatementKind.Instance,
        Software = new CapabilityStatement.SoftwareComponent { Name = "CdsHooks", Version = Version },
        Implementation = new CapabilityStatement.ImplementationComponent
        {
            Description = "The knowledge of this CDS Hooks service: plans, value sets, code systems and profiles, read only. It contains no patient data.",
        },
        FhirVersion = FHIRVersion.N4_0_1,
        Format = ["application/fhir+json", "json"],
        Rest =
        [
            new CapabilityStatement.RestComponent
            {
                Mode = CapabilityStatement.RestfulCapabilityMode.Server,
                Resource = [.. library.Types.Select(OfType)],
            },
        ],
    };

    private static CapabilityStatement.ResourceComponent OfType(string type) => new()
    {
        TypeElement = new Code<ResourceType> { JsonValue = type },
        Interaction =
        [
            new CapabilityStatement.ResourceInteractionComponent { Code = CapabilityStatement.TypeRestfulInteraction.Read },
            new CapabilityStatement.ResourceInteractionComponent { Code = CapabilityStatement.TypeRestfulInteraction.SearchType },
        ],
        Versioning = CapabilityStatement.ResourceVersionPolicy.NoVersion,
        SearchParam =
        [
            .. LibrarySearch.Parameters.Select(parameter => new CapabilityStatement.SearchParamComponent
            {
                Name = parameter.Name,
                Definition = DefinitionOf(type, parameter.Name),
                Type = parameter.Type,
            }),
        ],
    };

    /// <summary>Gets the canonical of a search parameter. FHIR R4 defines these once for the terminology and profile types, and once for each other type.</summary>
    private static string DefinitionOf(string type, string name) => (type, name) switch
    {
        (_, "_id") => $"{Definitions}Resource-id",
        ("CodeSystem" or "ConceptMap" or "StructureDefinition" or "ValueSet", _) => $"{Definitions}conformance-{name}",
        _ => $"{Definitions}{type}-{name}",
    };
}
