using System.Globalization;
using System.Text.Json;

namespace CdsHooks.Workbench.Cases;

/// <summary>
/// Reads the members of a case's files. An unknown member is an issue, so that a misspelled expectation cannot pass unnoticed.
/// </summary>
/// <param name="file">The file's name in messages.</param>
internal sealed class CaseFileReader(string file)
{
    public static JsonDocumentOptions Strict { get; } = new() { AllowDuplicateProperties = false };

    /// <summary>Parses a file.</summary>
    /// <exception cref="WorkbenchException">The file is not JSON, or has a duplicate member.</exception>
    public JsonDocument Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            return JsonDocument.Parse(json, Strict);
        }
        catch (JsonException exception)
        {
            throw new InvalidInputException($"{file} is not valid JSON, or has a duplicate member (line {(exception.LineNumber ?? 0) + 1}).");
        }
    }

    /// <summary>Reads the one list of a file of a folder of cases; null when there is no such file.</summary>
    /// <exception cref="WorkbenchException">The file is not valid.</exception>
    public static List<T>? ReadList<T>(string directory, string file, string member, string ofWhat, Func<CaseFileReader, JsonElement, string, T> read)
    {
        var path = Path.Combine(directory, file);
        if (!File.Exists(path))
        {
            return null;
        }

        var reader = new CaseFileReader(file);
        using var document = reader.Parse(File.ReadAllBytes(path));
        reader.CheckMembers(document.RootElement, "$", member);
        var list = reader.List(reader.Need(document.RootElement, member, "$"), $"$.{member}", ofWhat);
        return [.. list.Select((entry, index) => read(reader, entry, $"$.{member}[{index}]"))];
    }

    public DateOnly Day(JsonElement json, string path) =>
        json.ValueKind is JsonValueKind.String
        && DateOnly.TryParseExact(json.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : throw UsageError(path, "must be a date such as 2026-06-01");

    public string Text(JsonElement json, string path) =>
        json.ValueKind is JsonValueKind.String && json.GetString() is { Length: > 0 } text ? text : throw UsageError(path, "must be a string");

    /// <summary>Reads a required string member.</summary>
    public string Text(JsonElement json, string name, string path) => Text(Need(json, name, path), $"{path}.{name}");

    public string? OptionalText(JsonElement json, string name, string path) =>
        json.TryGetProperty(name, out var value) ? Text(value, $"{path}.{name}") : null;

    /// <summary>Reads an optional list of strings; null when it is absent.</summary>
    public IReadOnlyList<string>? Texts(JsonElement json, string name, string path) => json.TryGetProperty(name, out var list)
        ? [.. List(list, $"{path}.{name}", "strings").Select(item => Text(item, $"{path}.{name}"))]
        : null;

    public IEnumerable<JsonElement> List(JsonElement json, string path, string ofWhat) =>
        json.ValueKind is JsonValueKind.Array ? json.EnumerateArray() : throw UsageError(path, $"must be a list of {ofWhat}");

    public JsonElement Need(JsonElement json, string name, string path) =>
        json.TryGetProperty(name, out var value) ? value : throw UsageError($"{path}.{name}", "is missing");

    public void CheckMembers(JsonElement json, string path, params string[] known)
    {
        CheckObject(json, path);
        var unknown = json.EnumerateObject().Select(member => member.Name).FirstOrDefault(name => !known.Contains(name, StringComparer.Ordinal));
        if (unknown is not null)
        {
            throw UsageError($"{path}.{unknown}", $"is unknown; the known members are {string.Join(", ", known)}");
        }
    }

    public void CheckObject(JsonElement json, string path)
    {
        if (json.ValueKind is not JsonValueKind.Object)
        {
            throw UsageError(path, "must be an object");
        }
    }

    public InvalidInputException UsageError(string path, string problem) => new InvalidInputException($"{file}: {path} {problem}.");
}
