using System.Text.Json;
using CdsHooks.Fhir;
using Hl7.Fhir.Model;
using Hl7.Fhir.Serialization;
using Hl7.Fhir.Utility;

namespace CdsHooks.Decision.Plan;

/// <summary>
/// Reads one file of the knowledge folder with Firely's strict deserializer: anything that is not FHIR R4 becomes an issue with its
/// location, and the rest of the resource is still read. Each file is read once, so the cost of strict reading does not matter.
/// </summary>
internal static class KnowledgeReader
{
    /// <summary>Reads a file. Thread-safe.</summary>
    /// <param name="file">The path to name in issues.</param>
    /// <param name="json">The content.</param>
    /// <returns>The resource, or null where there is none, and all issues of the file.</returns>
    public static (KnowledgeResource? Resource, IReadOnlyList<KnowledgeIssue> Issues) Read(string file, ReadOnlyMemory<byte> json)
    {
        List<KnowledgeIssue> issues = [];
        try
        {
            return (ReadWholeOrBroken(file, json.Span, issues), issues);
        }
        catch (JsonException exception)
        {
            issues.Add(new KnowledgeIssue(file, string.Empty, NotJsonMessage(json.Span, exception)));
            return (null, issues);
        }
        catch (CodedException)
        {
            // Firely reads contained resources again when it checks the invariants, and throws there.
            issues.Add(new KnowledgeIssue(file, string.Empty, "FHIR has a list in contained: put the item in brackets."));
            return (null, issues);
        }
    }

    private static KnowledgeResource? ReadWholeOrBroken(string file, ReadOnlySpan<byte> json, List<KnowledgeIssue> issues)
    {
        try
        {
            return Deserialize(file, json, issues);
        }
        catch (Exception exception) when (exception is InvalidOperationException or IndexOutOfRangeException)
        {
            return ReadBroken(file, json, issues);
        }
    }

    private static KnowledgeResource? ReadBroken(string file, ReadOnlySpan<byte> json, List<KnowledgeIssue> issues)
    {
        List<int> lines = [];
        List<KnowledgeIssue> found = [];
        var resource = Deserialize(file, BrokenText.Mark(json, lines), found);
        foreach (var element in resource?.Located.Elements().OfType<PrimitiveType>() ?? [])
        {
            if (element.JsonValue is string text && BrokenText.LineOf(text, lines) is { } line)
            {
                found.Add(new KnowledgeIssue(file, resource!.Located.LocationOf(element), $"This text contains half a character, or bytes that are not UTF-8 (line {line})."));
            }
        }

        issues.AddRange(found.Select(issue => issue with { Location = BrokenText.WithoutMarks(issue.Location) }));
        return resource;
    }

    private static KnowledgeResource? Deserialize(string file, ReadOnlySpan<byte> json, List<KnowledgeIssue> issues)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        Resource? resource = null;
        IEnumerable<CodedException> parseIssues = [];
        if (reader.TokenType is JsonTokenType.StartObject)
        {
            FhirJsonDeserializer.STRICT.TryDeserializeResource(ref reader, out resource, out parseIssues);
        }

        // Throws if anything but white space follows.
        while (reader.Read())
        {
        }

        if (resource is null or DynamicResource)
        {
            issues.Add(new KnowledgeIssue(file, string.Empty, StrictIssue.NoResourceMessage(resource, parseIssues)));
            return null;
        }

        var located = new LocatedResource(resource);
        var malformed = StrictIssue.Of(file, located, parseIssues);
        if (malformed.Count > 0)
        {
            issues.AddRange(malformed);
            located.KeepLocations();
            MalformedParts.RemoveFrom(resource);
        }

        return KnowledgeResource.Of(file, located);
    }

    private static string NotJsonMessage(ReadOnlySpan<byte> json, JsonException exception) => json switch
    {
        [] => "This file is empty.",
        [0xEF, 0xBB, 0xBF, ..] => "This file begins with a byte-order mark: save it as UTF-8 without one.",
        [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] => "This file is UTF-16: save it as UTF-8.",
        _ when IsJsonOfAnyDepth(json) => $"Objects and lists are nested too deeply here (line {(exception.LineNumber ?? 0) + 1}): 64 levels are the limit.",
        _ => $"This is not JSON (line {(exception.LineNumber ?? 0) + 1}, byte {exception.BytePositionInLine ?? 0}).",
    };

    private static bool IsJsonOfAnyDepth(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = int.MaxValue });
        try
        {
            while (reader.Read())
            {
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
