using System.Reflection;
using System.Text.Json;

namespace CdsHooks.Service.KnowledgeApi;

/// <summary>Writes what this server can do.</summary>
internal static class CapabilityStatement
{
    private const string Definitions = "http://hl7.org/fhir/SearchParameter/";

    private static readonly string Version =
        typeof(CapabilityStatement).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";

    public static ReadOnlyMemory<byte> Write(KnowledgeLibrary library) => FhirJson.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("resourceType"u8, "CapabilityStatement"u8);
        writer.WriteString("status"u8, "active"u8);
        writer.WriteString("date"u8, library.Date);
        writer.WriteString("kind"u8, "instance"u8);
        writer.WriteStartObject("software"u8);
        writer.WriteString("name"u8, "CdsHooks"u8);
        writer.WriteString("version"u8, Version);
        writer.WriteEndObject();
        writer.WriteStartObject("implementation"u8);
        writer.WriteString("description"u8, "The knowledge of this CDS Hooks service: plans, value sets, code systems and profiles, read only. It holds no patient data."u8);
        writer.WriteEndObject();
        writer.WriteString("fhirVersion"u8, "4.0.1"u8);
        writer.WriteStartArray("format"u8);
        writer.WriteStringValue("application/fhir+json"u8);
        writer.WriteStringValue("json"u8);
        writer.WriteEndArray();
        writer.WriteStartArray("rest"u8);
        writer.WriteStartObject();
        writer.WriteString("mode"u8, "server"u8);
        writer.WriteStartArray("resource"u8);
        foreach (var type in library.Types)
        {
            WriteType(writer, type);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    private static void WriteType(Utf8JsonWriter writer, string type)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, type);
        writer.WriteStartArray("interaction"u8);
        foreach (var code in (ReadOnlySpan<string>)["read", "search-type"])
        {
            writer.WriteStartObject();
            writer.WriteString("code"u8, code);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteString("versioning"u8, "no-version"u8);
        writer.WriteStartArray("searchParam"u8);
        foreach (var (name, kind) in LibrarySearch.Parameters)
        {
            writer.WriteStartObject();
            writer.WriteString("name"u8, name);
            writer.WriteString("definition"u8, DefinitionOf(type, name));
            writer.WriteString("type"u8, kind);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>FHIR R4 defines these parameters once for the terminology and profile types, and once for each other type.</summary>
    private static string DefinitionOf(string type, string name) => (type, name) switch
    {
        (_, "_id") => $"{Definitions}Resource-id",
        ("CodeSystem" or "ConceptMap" or "StructureDefinition" or "ValueSet", _) => $"{Definitions}conformance-{name}",
        _ => $"{Definitions}{type}-{name}",
    };
}
