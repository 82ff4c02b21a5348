using System.Text.Json;
using System.Text.Unicode;

namespace CdsHooks.Cli.Pack;

/// <summary>Reads from one resource whom it is about and what it refers to, in one pass over its bytes where the reference to the patient is a plain one.</summary>
internal sealed class ResourceScanner
{
    private const int MaxDepth = 1000;

    private readonly (int Start, int Length)[] _names = new (int, int)[MaxDepth + 1];
    private readonly bool[] _isInArray = new bool[MaxDepth + 1];
    private string? _owner;
    private int _owners;
    private bool _needsWhole;

    /// <summary>Reads one resource.</summary>
    /// <param name="line">The resource as JSON.</param>
    /// <param name="facts">Receives what was read.</param>
    /// <returns>The reason why this is no resource, without a value; null where it is one.</returns>
    public string? Read(ReadOnlyMemory<byte> line, ResourceFacts facts)
    {
        facts.Clear();
        if (!Utf8.IsValid(line.Span))
        {
            return "is not UTF-8";
        }

        try
        {
            if (!ReadType(line.Span, facts))
            {
                // The rest has to be read to tell what is wrong.
                using var document = JsonDocument.Parse(line, new JsonDocumentOptions { MaxDepth = MaxDepth });
                return document.RootElement.ValueKind is JsonValueKind.Object ? "has no resourceType" : "is not a JSON object";
            }

            var elements = PatientElements.Of(facts.Type);
            Scan(line.Span, facts, elements);
            if (elements is not null && !_needsWhole && _owners == 1)
            {
                facts.Owners.Add(_owner!);
                return null;
            }

            using var whole = JsonDocument.Parse(line, new JsonDocumentOptions { MaxDepth = MaxDepth });
            WholeResource.Read(whole.RootElement, elements, facts);
            return null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // An InvalidOperationException is half of a surrogate pair in a text.
            return "is not JSON";
        }
    }

    private static bool ReadType(ReadOnlySpan<byte> line, ResourceFacts facts)
    {
        var reader = new Utf8JsonReader(line, new JsonReaderOptions { MaxDepth = MaxDepth });
        if (!reader.Read() || reader.TokenType is not JsonTokenType.StartObject)
        {
            return false;
        }

        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            var isType = reader.ValueTextEquals("resourceType"u8);
            reader.Read();
            if (isType)
            {
                facts.Type = reader.TokenType is JsonTokenType.String ? TypeName(ref reader) : string.Empty;
                return facts.Type.Length > 0;
            }

            reader.Skip();
        }

        return false;
    }

    private static string TypeName(ref Utf8JsonReader reader)
    {
        var text = reader.GetString()!;
        return text.Length <= 64 && text.All(char.IsAsciiLetter) ? text : string.Empty;
    }

    private void Scan(ReadOnlySpan<byte> line, ResourceFacts facts, PatientElements? elements)
    {
        (_owner, _owners, _needsWhole) = (null, 0, elements is null || elements.Paths.Count != 1);
        var reader = new Utf8JsonReader(line, new JsonReaderOptions { MaxDepth = MaxDepth });
        var depth = 0;
        var arrays = 0;
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject:
                    _isInArray[++depth] = arrays > 0;
                    break;
                case JsonTokenType.EndObject:
                    depth--;
                    break;
                case JsonTokenType.StartArray:
                    arrays++;
                    break;
                case JsonTokenType.EndArray:
                    arrays--;
                    break;
                case JsonTokenType.PropertyName:
                    // An escaped name is never written by anyone, and not compared here.
                    _needsWhole |= reader.ValueIsEscaped;
                    _names[depth] = ((int)reader.TokenStartIndex + 1, reader.ValueSpan.Length);
                    ReadMember(ref reader, line, depth, facts, elements);
                    break;
                default:
                    break;
            }
        }
    }

    private void ReadMember(ref Utf8JsonReader reader, ReadOnlySpan<byte> line, int depth, ResourceFacts facts, PatientElements? elements)
    {
        if (depth == 1)
        {
            if (reader.ValueTextEquals("id"u8))
            {
                var copy = reader;
                facts.Id = copy.Read() && copy.TokenType is JsonTokenType.String && copy.GetString() is { Length: > 0 } id && !LookupKey.HasControl(id) ? id : null;
            }
        }
        else if (reader.ValueTextEquals("reference"u8))
        {
            var copy = reader;
            if (copy.Read() && copy.TokenType is JsonTokenType.String)
            {
                AddReference(copy.GetString()!, elements is not null && IsPatientElement(line, depth, elements), depth, facts);
            }
        }
    }

    private void AddReference(string reference, bool isPatient, int depth, ResourceFacts facts)
    {
        if (LookupKey.OfReference(reference) is not { } target)
        {
            return;
        }

        if (isPatient)
        {
            _needsWhole |= target.Type is not "Patient" || target.Id is null || _isInArray[depth];
            _owner = target.Id;
            _owners++;
        }

        if ((target.Type.Length is 0 || PatientElements.MayBeShared(target.Type)) && !facts.Uses.Contains(target.Key, StringComparer.Ordinal))
        {
            facts.Uses.Add(target.Key);
        }
    }

    private bool IsPatientElement(ReadOnlySpan<byte> line, int depth, PatientElements elements)
    {
        var path = elements.Utf8Paths[0];
        if (path.Length != depth - 1)
        {
            return false;
        }

        for (var level = 0; level < path.Length; level++)
        {
            var (start, length) = _names[level + 1];
            if (!line.Slice(start, length).SequenceEqual(path[level]))
            {
                return false;
            }
        }

        return true;
    }
}
