using System.Text.Json;
using Hl7.Fhir.Model;
using Hl7.Fhir.Serialization;

namespace CdsHooks.Benchmarks.Bare;

/// <summary>Reads all of a call's prefetch the plain way: each set becomes a Bundle of Firely's types.</summary>
internal static class PrefetchAsFirely
{
    /// <summary>Gets the library as it is unless told otherwise: it reports every issue.</summary>
    public static FhirJsonDeserializer AsItIs { get; } = new();

    /// <summary>Gets its fastest mode, which still reports JSON that is no FHIR.</summary>
    public static FhirJsonDeserializer SyntaxOnly { get; } = new(new DeserializerSettings().UsingMode(DeserializationMode.SyntaxOnly));

    /// <summary>Deserialises every set.</summary>
    /// <param name="deserializer">The mode.</param>
    /// <param name="body">The body of a call.</param>
    /// <returns>How many resources there were.</returns>
    public static int Count(FhirJsonDeserializer deserializer, ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body);
        reader.Read();
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            var isPrefetch = reader.ValueTextEquals("prefetch"u8);
            reader.Read();
            if (isPrefetch)
            {
                return CountSets(deserializer, ref reader);
            }

            reader.Skip();
        }

        return 0;
    }

    private static int CountSets(FhirJsonDeserializer deserializer, ref Utf8JsonReader reader)
    {
        var count = 0;
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            reader.Read();
            if (reader.TokenType is not JsonTokenType.StartObject)
            {
                reader.Skip();
                continue;
            }

            deserializer.TryDeserializeResource(ref reader, out var set, out _);
            count += set is Bundle bundle ? bundle.Entry.Count : 1;
        }

        return count;
    }
}
