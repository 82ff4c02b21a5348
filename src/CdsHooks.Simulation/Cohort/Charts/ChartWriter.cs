using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace CdsHooks.Simulation.Cohort.Charts;

/// <summary>Writes the resources of one patient as UTF-8 JSON into one buffer, which is used again for the next patient.</summary>
internal sealed class ChartWriter : IDisposable
{
    private readonly ArrayBufferWriter<byte> _buffer = new(64 * 1024);
    private readonly List<(string Type, string Id, int Start, int Length)> _resources = [];
    private readonly SortedSet<string> _shared = new(StringComparer.Ordinal);
    private int _start;

    /// <summary>Initializes a writer.</summary>
    public ChartWriter() => Json = new Utf8JsonWriter(_buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });

    /// <summary>Gets the writer of the elements of the current resource.</summary>
    public Utf8JsonWriter Json { get; }

    /// <summary>Gets the id of the patient.</summary>
    public string PatientId { get; private set; } = string.Empty;

    /// <summary>Gets the reference to the patient.</summary>
    public string PatientReference { get; private set; } = string.Empty;

    /// <summary>Gets the number of resources.</summary>
    public int Count => _resources.Count;

    /// <summary>Gets the references of the chart to resources that patients share.</summary>
    public IReadOnlyCollection<string> Shared => _shared;

    /// <summary>Gets a resource, valid until the next patient begins.</summary>
    public CohortResource this[int index]
    {
        get
        {
            var (type, _, start, length) = _resources[index];
            return new CohortResource(type, _buffer.WrittenMemory.Slice(start, length));
        }
    }

    /// <summary>Gets the reference to a resource.</summary>
    public string ReferenceTo(int index) => $"{_resources[index].Type}/{_resources[index].Id}";

    /// <summary>Begins the chart of a patient and drops the one before.</summary>
    public void Begin(string patientId)
    {
        _buffer.ResetWrittenCount();
        _resources.Clear();
        _shared.Clear();
        PatientId = patientId;
        PatientReference = "Patient/" + patientId;
    }

    /// <summary>Begins a resource. It has an id of its own, made of the patient's and its number in the chart.</summary>
    /// <param name="type">The resource type.</param>
    /// <returns>The id.</returns>
    public string Start(string type) =>
        Start(type, string.Equals(type, "Patient", StringComparison.Ordinal) ? PatientId : string.Create(CultureInfo.InvariantCulture, $"{PatientId}-{_resources.Count}"));

    /// <summary>Begins a resource with a given id.</summary>
    /// <returns>The id.</returns>
    public string Start(string type, string id)
    {
        _start = _buffer.WrittenCount;
        Json.Reset(_buffer);
        Json.WriteStartObject();
        Json.WriteString("resourceType"u8, type);
        Json.WriteString("id"u8, id);
        _resources.Add((type, id, _start, 0));
        return id;
    }

    /// <summary>Ends the resource that was begun last.</summary>
    public void End()
    {
        Json.WriteEndObject();
        Json.Flush();
        _resources[^1] = _resources[^1] with { Length = _buffer.WrittenCount - _start };
    }

    /// <summary>Writes the reference to the patient.</summary>
    public void Subject(ReadOnlySpan<byte> name) => Reference(name, PatientReference);

    /// <summary>Writes a reference.</summary>
    public void Reference(ReadOnlySpan<byte> name, string reference)
    {
        Json.WriteStartObject(name);
        Json.WriteString("reference"u8, reference);
        Json.WriteEndObject();
    }

    /// <summary>Writes a reference to a resource that patients share.</summary>
    public void SharedReference(ReadOnlySpan<byte> name, string reference)
    {
        _shared.Add(reference);
        Reference(name, reference);
    }

    /// <summary>Writes a list with one reference to a resource that patients share.</summary>
    public void SharedReferences(ReadOnlySpan<byte> name, string reference)
    {
        _shared.Add(reference);
        Json.WriteStartArray(name);
        Json.WriteStartObject();
        Json.WriteString("reference"u8, reference);
        Json.WriteEndObject();
        Json.WriteEndArray();
    }

    /// <summary>Writes a CodeableConcept.</summary>
    public void Concept(ReadOnlySpan<byte> name, Concept concept)
    {
        Json.WritePropertyName(name);
        Value(concept);
    }

    /// <summary>Writes a list with one CodeableConcept.</summary>
    public void Concepts(ReadOnlySpan<byte> name, params ReadOnlySpan<Concept> concepts)
    {
        Json.WriteStartArray(name);
        foreach (var concept in concepts)
        {
            Value(concept);
        }

        Json.WriteEndArray();
    }

    /// <summary>Writes a quantity.</summary>
    /// <param name="name">The name of the element.</param>
    /// <param name="quantity">The quantity.</param>
    public void Quantity(ReadOnlySpan<byte> name, Quantity quantity)
    {
        Json.WriteStartObject(name);
        Json.WriteNumber("value"u8, quantity.Value);
        if (quantity.Unit is { } unit)
        {
            Json.WriteString("unit"u8, unit.Trim('{', '}'));
            Json.WriteString("system"u8, "http://unitsofmeasure.org"u8);
            Json.WriteString("code"u8, unit);
        }

        Json.WriteEndObject();
    }

    /// <summary>Writes a day.</summary>
    public void Day(ReadOnlySpan<byte> name, DateOnly day)
    {
        Span<char> text = stackalloc char[10];
        day.TryFormat(text, out var length, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        Json.WriteString(name, text[..length]);
    }

    /// <summary>Writes a date as precise as it is known; nothing where it is not.</summary>
    public void When(ReadOnlySpan<byte> name, When when)
    {
        if (when.Text is { } text)
        {
            Json.WriteString(name, text);
        }
        else if (when.Day is { } day)
        {
            Day(name, day);
        }
    }

    public void Dispose() => Json.Dispose();

    private void Value(Concept concept)
    {
        Json.WriteStartObject();
        if (!concept.Codings.IsDefaultOrEmpty)
        {
            Json.WriteStartArray("coding"u8);
            foreach (var coding in concept.Codings)
            {
                Json.WriteStartObject();
                Json.WriteString("system"u8, coding.System);
                Json.WriteString("code"u8, coding.Code);
                if (coding.Display.Length > 0)
                {
                    Json.WriteString("display"u8, coding.Display);
                }

                Json.WriteEndObject();
            }

            Json.WriteEndArray();
        }

        if (concept.Text is { } text)
        {
            Json.WriteString("text"u8, text);
        }

        Json.WriteEndObject();
    }
}
