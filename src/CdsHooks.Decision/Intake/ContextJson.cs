using System.Text.Json;

namespace CdsHooks.Decision.Intake;

/// <summary>Takes <c>context</c> in hand. A name that stands there twice is refused: another reader may have read the other one.</summary>
internal static class ContextJson
{
    private const string Root = "$.context";
    private const string DraftOrders = "draftOrders";

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    // Members that nobody knows are left alone, whatever stands in them.
    private static readonly string[] Members = ["userId", "patientId", "encounterId", DraftOrders, "selections"];

    // Names that may be told, since they are FHIR's.
    private static readonly string[] Steps = ["entry", "resource", "fullUrl", "resourceType", "id", "status", "subject", "patient", "reference", "code", "coding"];

    /// <summary>Parses a context.</summary>
    /// <param name="context">The object's bytes, known to be well-formed.</param>
    /// <exception cref="HookRequestException">A name that is read stands there twice, or is no Unicode.</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> context)
    {
        try
        {
            return JsonDocument.Parse(context, Strict);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return ParseTwice(context);
        }
    }

    private static JsonDocument ParseTwice(ReadOnlyMemory<byte> context)
    {
        var json = JsonDocument.Parse(context);
        try
        {
            foreach (var member in Named(json.RootElement, Root, Members))
            {
                if (member.NameEquals(DraftOrders))
                {
                    CheckBelow(member.Value, $"{Root}.{DraftOrders}");
                }
            }

            return json;
        }
        catch
        {
            json.Dispose();
            throw;
        }
    }

    private static void CheckBelow(JsonElement json, string path)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Array:
                foreach (var (index, item) in json.EnumerateArray().Index())
                {
                    CheckBelow(item, $"{path}[{index}]");
                }

                break;
            case JsonValueKind.Object:
                foreach (var member in Named(json, path, known: null))
                {
                    CheckBelow(member.Value, Array.Find(Steps, step => member.NameEquals(step)) is { } step ? $"{path}.{step}" : path);
                }

                break;
        }
    }

    /// <summary>The members of an object, once none of them stands there twice.</summary>
    /// <param name="json">The object.</param>
    /// <param name="path">Where it stands.</param>
    /// <param name="known">The names that count; null for all.</param>
    private static List<JsonProperty> Named(JsonElement json, string path, string[]? known)
    {
        List<JsonProperty> members = [];
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (var member in json.EnumerateObject())
        {
            var name = NameOf(member, path);
            if (known is not null && !known.Contains(name, StringComparer.Ordinal))
            {
                continue;
            }

            if (!names.Add(name))
            {
                throw known is null && !Steps.Contains(name, StringComparer.Ordinal)
                    ? new HookRequestException(path, "must not hold a name twice")
                    : new HookRequestException($"{path}.{name}", "must stand there only once");
            }

            members.Add(member);
        }

        return members;
    }

    private static string NameOf(JsonProperty member, string path)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            throw new HookRequestException(path, "must have names of valid Unicode only");
        }
    }
}
