using System.Text.Json;

namespace CdsHooks.Workbench.Doctor;

/// <summary>A response, or what prevented it.</summary>
internal sealed record Reply
{
    /// <summary>The largest body that is read: as much as the service reads of a FHIR server's response.</summary>
    public const int MaxBytes = 8 * 1024 * 1024;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>Gets what prevented a response, as the end of a sentence; null when there is one.</summary>
    public string? Failure { get; private init; }

    /// <summary>Gets the HTTP status; 0 without a response.</summary>
    public int Status { get; init; }

    public ILookup<string, string> Headers { get; init; } = Array.Empty<string>().ToLookup(name => name, StringComparer.OrdinalIgnoreCase);

    /// <summary>Gets the body; null when it was too large.</summary>
    public ReadOnlyMemory<byte>? Body { get; init; } = ReadOnlyMemory<byte>.Empty;

    /// <summary>Gets the time at which the headers had arrived.</summary>
    public DateTimeOffset Received { get; init; }

    public TimeSpan Elapsed { get; init; }

    public static Reply Failed(string cause) => new() { Failure = cause };

    /// <summary>Gets a header; null when it was not sent.</summary>
    public string? Header(string name) => Headers[name].FirstOrDefault();

    /// <summary>Determines whether a header that is a list contains a value, whatever the case.</summary>
    public bool HeaderHas(string name, string value) =>
        Header(name)?.Split(',', StringSplitOptions.TrimEntries).Contains(value, StringComparer.OrdinalIgnoreCase) is true;

    /// <summary>Reads the body as JSON.</summary>
    /// <returns>The root; null when this is no JSON object, or a member occurs twice.</returns>
    public JsonElement? Json()
    {
        if (Body is not { Length: > 0 } body)
        {
            return null;
        }

        try
        {
            using var json = JsonDocument.Parse(body, Strict);
            return json.RootElement.ValueKind is JsonValueKind.Object ? json.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Describes the response for a sentence: the status, or what prevented it.</summary>
    public string Describe() => Failure ?? $"the answer was {Status}";
}
