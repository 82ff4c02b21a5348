using System.Text.Json;

namespace CdsHooks.Decision.Intake;

/// <summary>What stands beside the resource in one entry of a Bundle.</summary>
internal struct BundleEntry
{
    private ReadOnlyMemory<byte> _fullUrl;

    /// <summary>The resource's bytes; empty when there is none.</summary>
    public ReadOnlyMemory<byte> Resource { get; private set; }

    /// <summary>Whether there is more than one resource, of which one at most can be read.</summary>
    public bool IsAmbiguous { get; private set; }

    /// <summary>Whether <c>search.mode</c> says that it only came along with a match.</summary>
    public bool IsIncluded { get; private set; }

    /// <summary>Takes the resource.</summary>
    public void Take(ReadOnlyMemory<byte> resource)
    {
        IsAmbiguous |= !Resource.IsEmpty;
        Resource = resource;
    }

    /// <summary>Looks at a property on whose name the reader stands, and reads or skips its value.</summary>
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

    /// <summary>Makes the string, which only kept resources need; null when there is none.</summary>
    public readonly string? ReadFullUrl()
    {
        if (_fullUrl.IsEmpty)
        {
            return null;
        }

        var reader = new Utf8JsonReader(_fullUrl.Span);
        reader.Read();
        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
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
