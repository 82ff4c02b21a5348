using System.Text;
using System.Text.Json;
using CdsHooks.Fhir;

namespace CdsHooks.Simulation.Calls;

/// <summary>What tells when a resource of a chart came into it, read in one pass over its JSON: most of a chart is read for nothing else.</summary>
/// <param name="Reference">The relative reference to it, such as <c>Procedure/1</c>; empty when it has no id.</param>
/// <param name="Dates">The dates.</param>
/// <param name="BasedOn">The relative references to what it carries out.</param>
internal readonly record struct ResourceFacts(string Reference, ResourceDates Dates, IReadOnlyList<string> BasedOn)
{
    /// <summary>Reads the facts. What cannot be read is not stated.</summary>
    /// <param name="json">The resource, a JSON object, UTF-8.</param>
    /// <exception cref="JsonException">It is not JSON.</exception>
    public static ResourceFacts Of(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        var dates = default(StatedDates);
        string? type = null;
        string? id = null;
        IReadOnlyList<string> basedOn = [];
        reader.Read();
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            var name = reader.ValueIsEscaped ? Encoding.UTF8.GetBytes(TextOf(ref reader) ?? string.Empty) : reader.ValueSpan;
            if (name.SequenceEqual("resourceType"u8))
            {
                type = ReadText(ref reader);
            }
            else if (name.SequenceEqual("id"u8))
            {
                id = ReadText(ref reader);
            }
            else if (name.SequenceEqual("basedOn"u8))
            {
                basedOn = ReadReferences(ref reader);
            }
            else if (!dates.TryRead(ref reader, name))
            {
                reader.Read();
                reader.Skip();
            }
        }

        return new ResourceFacts(type is not null && id is not null ? $"{type}/{id}" : string.Empty, dates.ToDates(), basedOn);
    }

    /// <summary>Reads the value after the name at which the reader is positioned.</summary>
    /// <returns>The text; null when it is of another kind, or not valid Unicode.</returns>
    internal static string? ReadText(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType is JsonTokenType.String)
        {
            return TextOf(ref reader);
        }

        reader.Skip();
        return null;
    }

    private static string? TextOf(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair.
            return null;
        }
    }

    private static List<string> ReadReferences(ref Utf8JsonReader reader)
    {
        List<string> references = [];
        reader.Read();
        if (reader.TokenType is not JsonTokenType.StartArray)
        {
            reader.Skip();
            return references;
        }

        while (reader.Read() && reader.TokenType is not JsonTokenType.EndArray)
        {
            if (reader.TokenType is not JsonTokenType.StartObject)
            {
                reader.Skip();
                continue;
            }

            while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
            {
                var isReference = reader.ValueTextEquals("reference"u8);
                if (ReadText(ref reader) is { } text && isReference && ReferenceKey.TryParse(text, out var key))
                {
                    references.Add($"{key.Type}/{key.Id}");
                }
            }
        }

        return references;
    }
}
