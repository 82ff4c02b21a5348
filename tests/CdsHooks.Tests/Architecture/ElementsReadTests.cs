using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using CdsHooks.Decision;
using CdsHooks.Fhir.Reading;
using Hl7.Fhir.Introspection;
using Hl7.Fhir.Model;
using Xunit;

namespace CdsHooks.Tests.Architecture;

/// <summary>What a rule reads of a resource must be handed to the parser: the rest never reaches it.</summary>
public sealed class ElementsReadTests
{
    /// <summary>Types of the knowledge are read whole.</summary>
    private static readonly string[] Evidence =
    [
        "AllergyIntolerance", "CarePlan", "Condition", "DiagnosticReport", "Encounter", "Medication", "MedicationRequest", "MedicationStatement",
        "Observation", "Patient", "Practitioner", "PractitionerRole", "Procedure", "QuestionnaireResponse", "ServiceRequest",
    ];

    [Fact]
    public void Every_element_that_the_code_gets_of_a_resource_is_one_that_is_read()
    {
        var used = Getters(typeof(Plan).Assembly).Where(getter => Evidence.Contains(getter.Type, StringComparer.Ordinal)).ToList();

        var unread = used
            .Select(getter => (getter.Type, Element: ElementOf(getter.Type, getter.Property)))
            .Where(use => use.Element is { } element && !DecidingElements.ReadOf(use.Type)!.Any(read => read.AsSpan().SequenceEqual(System.Text.Encoding.UTF8.GetBytes(element))))
            .ToList();

        Assert.True(used.Count > 80, $"Only {used.Count} uses were found.");
        Assert.Empty(unread);
    }

    /// <summary>Properties that the assembly gets, whatever the method: its table of the members of others that it names.</summary>
    private static List<(string Type, string Property)> Getters(Assembly assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly.Location));
        var metadata = file.GetMetadataReader();
        List<(string, string)> getters = [];
        foreach (var handle in metadata.MemberReferences)
        {
            var member = metadata.GetMemberReference(handle);
            if (member.Parent.Kind is HandleKind.TypeReference
                && metadata.GetString(member.Name) is ['g', 'e', 't', '_', .. var property]
                && metadata.GetTypeReference((TypeReferenceHandle)member.Parent) is var type
                && metadata.GetString(type.Namespace) is "Hl7.Fhir.Model")
            {
                getters.Add((metadata.GetString(type.Name), property));
            }
        }

        return getters;
    }

    private static string? ElementOf(string type, string property)
    {
        var model = typeof(Patient).Assembly.GetType("Hl7.Fhir.Model." + type) ?? typeof(Resource).Assembly.GetType("Hl7.Fhir.Model." + type);
        return new[] { property, property + "Element" }
            .SelectMany(name => model!.GetProperties().Where(candidate => string.Equals(candidate.Name, name, StringComparison.Ordinal)))
            .Select(candidate => candidate.GetCustomAttribute<FhirElementAttribute>()?.Name)
            .FirstOrDefault(name => name is not null);
    }
}
