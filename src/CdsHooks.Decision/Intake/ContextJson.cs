using System.Text.Json;

namespace CdsHooks.Decision.Intake;

/// <summary>Parses <c>context</c>. Rejects a duplicate name, because another reader may use the other value.</summary>
internal static class ContextJson
{
    private const string Root = "$.context";
    private const string DraftOrders = "draftOrders";

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    // Unknown members are ignored, whatever they contain.
    private static readonly string[] Members = ["userId", "patientId", "encounterId", DraftOrders, "selections"];

    // Names that an error may quote, because FHIR defines them.
    private static readonly string[] Steps = ["entry", "resource", "fullUrl", "resourceType", "id", "status", "subject", "patient", "reference", "code", "coding"];

    /// <summary>Parses a context.</summary>
    /// <param name="context">The bytes of the object, known to be well-formed JSON.</param>
    /// <exception cref="HookRequestException">A name that is read is duplicated, or is not valid Unicode.</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> context)
    {
        try
        {
            return JsonDocument.Parse(context, Strict);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return ParseLenient(context);
        }
    }

    private static JsonDocument ParseLenient(ReadOnlyMemory<byte> context)
    {
        var json = JsonDocument.Parse(context);
        try
        {
            foreach (var member in MembersOf(json.RootElement, Root, Members))
            {
                if (member.NameEquals(DraftOrders))
                {
                    CheckNames(member.Value, $"{Root}.{DraftOrders}");
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

    private static void CheckNames(JsonElement json, string path)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Array:
                foreach (var (index, item) in json.EnumerateArray().Index())
                {
                    CheckNames(item, $"{path}[{index}]");
                }

                break;
            case JsonValueKind.Object:
                foreach (var member in MembersOf(json, path, known: null))
                {
                    CheckNames(member.Value, Array.Find(Steps, step => member.NameEquals(step)) is { } step ? $"{path}.{step}" : path);
                }

                break;
        }
    }

    /// <summary>Lists the members of an object, and rejects duplicates.</summary>
    /// <param name="json">The object.</param>
    /// <param name="path">The JSON path of the object.</param>
    /// <param name="known">The names that are read; null for all.</param>
    private static List<JsonProperty> MembersOf(JsonElement json, string path, string[]? known)
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
                    ? new HookRequestException(path, "must not contain a name twice")
                    : new HookRequestException($"{path}.{name}", "must appear only once");
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
            throw new HookRequestException(path, "must have only names that are valid Unicode");
        }
    }
}
