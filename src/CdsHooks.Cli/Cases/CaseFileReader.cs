using System.Globalization;
using System.Text.Json;
using CdsHooks.Cli.Output;

namespace CdsHooks.Cli.Cases;

/// <summary>
/// Reads the members of a case's files. A member that means nothing is an issue, so that a slip of the pen cannot pass for an
/// expectation that holds.
/// </summary>
/// <param name="file">How messages name the file.</param>
internal sealed class CaseFileReader(string file)
{
    public static JsonDocumentOptions Strict { get; } = new() { AllowDuplicateProperties = false };

    /// <summary>Parses a file.</summary>
    /// <exception cref="CommandException">It is not JSON, or names a member twice.</exception>
    public JsonDocument Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            return JsonDocument.Parse(json, Strict);
        }
        catch (JsonException exception)
        {
            throw CommandException.WrongUse($"{file} is not JSON, or a member stands there twice (line {(exception.LineNumber ?? 0) + 1}).");
        }
    }

    public DateOnly Day(JsonElement json, string path) =>
        json.ValueKind is JsonValueKind.String
        && DateOnly.TryParseExact(json.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : throw WrongUse(path, "must be a day such as 2026-06-01");

    public string Text(JsonElement json, string path) =>
        json.ValueKind is JsonValueKind.String && json.GetString() is { Length: > 0 } text ? text : throw WrongUse(path, "must be a text");

    public string? OptionalText(JsonElement json, string name, string path) =>
        json.TryGetProperty(name, out var value) ? Text(value, $"{path}.{name}") : null;

    /// <summary>Reads a list of texts; null when there is none.</summary>
    public IReadOnlyList<string>? Texts(JsonElement json, string name, string path)
    {
        if (!json.TryGetProperty(name, out var list))
        {
            return null;
        }

        return [.. List(list, $"{path}.{name}", "texts").Select(item => Text(item, $"{path}.{name}"))];
    }

    public IEnumerable<JsonElement> List(JsonElement json, string path, string ofWhat) =>
        json.ValueKind is JsonValueKind.Array ? json.EnumerateArray() : throw WrongUse(path, $"must be a list of {ofWhat}");

    public JsonElement Need(JsonElement json, string name, string path) =>
        json.TryGetProperty(name, out var value) ? value : throw WrongUse($"{path}.{name}", "is missing");

    public void CheckMembers(JsonElement json, string path, params string[] known)
    {
        CheckObject(json, path);
        var unknown = json.EnumerateObject().Select(member => member.Name).FirstOrDefault(name => !known.Contains(name, StringComparer.Ordinal));
        if (unknown is not null)
        {
            throw WrongUse($"{path}.{unknown}", $"means nothing; known are {string.Join(", ", known)}");
        }
    }

    public void CheckObject(JsonElement json, string path)
    {
        if (json.ValueKind is not JsonValueKind.Object)
        {
            throw WrongUse(path, "must be an object");
        }
    }

    public CommandException WrongUse(string path, string problem) => CommandException.WrongUse($"{file}: {path} {problem}.");
}
