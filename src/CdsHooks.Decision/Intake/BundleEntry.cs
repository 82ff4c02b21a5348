using System.Text.Json;

namespace CdsHooks.Decision.Intake;

/// <summary>One entry of a Bundle: the bytes of its resource, its <c>fullUrl</c> and its <c>search.mode</c>.</summary>
internal struct BundleEntry
{
    private ReadOnlyMemory<byte> _fullUrl;

    /// <summary>Gets the bytes of the resource; empty when there is none.</summary>
    public ReadOnlyMemory<byte> Resource { get; private set; }

    /// <summary>Gets a value indicating whether there is more than one resource, of which only one could be read.</summary>
    public bool IsAmbiguous { get; private set; }

    /// <summary>Gets a value indicating whether <c>search.mode</c> is <c>include</c>: the resource is not a match of the search.</summary>
    public bool IsIncluded { get; private set; }

    public void SetResource(ReadOnlyMemory<byte> resource)
    {
        IsAmbiguous |= !Resource.IsEmpty;
        Resource = resource;
    }

    /// <summary>Reads or skips the value of a property. The reader is positioned at its name.</summary>
    public void Note(ref Utf8JsonReader reader, ReadOnlyMemory<byte> source)
    {
        if (JsonText.NameIs(ref reader, "fullUrl"u8))
        {
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            _fullUrl = reader.TokenType is JsonTokenType.String ? source[start..(int)reader.BytesConsumed] : default;
            reader.Skip();
        }
        else if (JsonText.NameIs(ref reader, "search"u8))
        {
            reader.Read();
            NoteSearch(ref reader);
        }
        else
        {
            reader.Skip();
        }
    }

    /// <summary>Gets <c>fullUrl</c>, decoded only for resources that are kept; null when there is none.</summary>
    public readonly string? ReadFullUrl()
    {
        if (_fullUrl.IsEmpty)
        {
            return null;
        }

        var reader = new Utf8JsonReader(_fullUrl.Span);
        reader.Read();
        return JsonText.Of(ref reader);
    }

    private void NoteSearch(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is not JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }

        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            var isMode = JsonText.NameIs(ref reader, "mode"u8);
            reader.Read();
            IsIncluded |= isMode && reader.TokenType is JsonTokenType.String && JsonText.NameIs(ref reader, "include"u8);
            reader.Skip();
        }
    }
}
