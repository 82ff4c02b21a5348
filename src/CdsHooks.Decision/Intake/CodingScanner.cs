using System.Text.Json;

namespace CdsHooks.Decision.Intake;

/// <summary>Lists the codings of one element of a resource from its JSON, without reading the resource. Does not allocate.</summary>
/// <param name="json">The resource, as well-formed JSON.</param>
/// <param name="element">The name of the element, a CodeableConcept.</param>
public ref struct CodingScanner(ReadOnlySpan<byte> json, ReadOnlySpan<byte> element)
{
    private readonly ReadOnlySpan<byte> _element = element;
    private Utf8JsonReader _reader = new(json, new JsonReaderOptions { MaxDepth = RequestRoot.MaxDepth });
    private bool _isInside;

    /// <summary>Gets the system of the current coding; empty when it has none, or one with JSON escapes.</summary>
    public ReadOnlySpan<byte> System { get; private set; }

    /// <summary>Gets the code of the current coding; empty when it has none, or one with JSON escapes.</summary>
    public ReadOnlySpan<byte> Code { get; private set; }

    /// <summary>Gets a value indicating whether there was a list of codings, and all of it has been read.</summary>
    public readonly bool IsAtEnd => _isInside && _reader.TokenType is JsonTokenType.EndArray;

    /// <summary>Moves to the next coding.</summary>
    /// <returns>False when there is none.</returns>
    public bool MoveNext()
    {
        _isInside = _isInside || FindList();
        if (!_isInside || !_reader.Read() || _reader.TokenType is not JsonTokenType.StartObject)
        {
            return false;
        }

        System = default;
        Code = default;
        while (_reader.Read() && _reader.TokenType is JsonTokenType.PropertyName)
        {
            if (_reader.ValueTextEquals("system"u8))
            {
                System = ReadText();
            }
            else if (_reader.ValueTextEquals("code"u8))
            {
                Code = ReadText();
            }
            else
            {
                _reader.Skip();
            }
        }

        return true;
    }

    /// <summary>Moves into the list of codings.</summary>
    private bool FindList() =>
        _reader.Read() && _reader.TokenType is JsonTokenType.StartObject
        && FindValue(_element) && _reader.TokenType is JsonTokenType.StartObject
        && FindValue("coding"u8) && _reader.TokenType is JsonTokenType.StartArray;

    /// <summary>Moves to the value of a member of the current object.</summary>
    private bool FindValue(ReadOnlySpan<byte> name)
    {
        while (_reader.Read() && _reader.TokenType is JsonTokenType.PropertyName)
        {
            var isIt = _reader.ValueTextEquals(name);
            if (isIt)
            {
                return _reader.Read();
            }

            _reader.Skip();
        }

        return false;
    }

    private ReadOnlySpan<byte> ReadText()
    {
        _reader.Read();
        if (_reader.TokenType is JsonTokenType.String)
        {
            return _reader.ValueIsEscaped ? default : _reader.ValueSpan;
        }

        _reader.Skip();
        return default;
    }
}
