using System.Text.Json;

namespace CdsHooks.Decision.Evidence;

/// <summary>
/// What is needed of a Condition whose code no rule knows: its names, so that a reason that points at it is known to be something
/// else. Most of a problem list is like that, and reading it in full would cost more than all the rules.
/// </summary>
internal static class ConditionGlance
{
    /// <summary>Reads a Condition's id and subject.</summary>
    /// <param name="json">A resource of any type, well-formed JSON.</param>
    /// <param name="patient">The usual reference to the patient, UTF-8.</param>
    /// <param name="id">Its id, or null where it has none.</param>
    /// <param name="subject">The reference to whom it is about, or null where it has none or the usual one.</param>
    /// <returns>False where it is no Condition, was entered in error, or is malformed: then it must be read in full.</returns>
    public static bool TryRead(ReadOnlySpan<byte> json, ReadOnlySpan<byte> patient, out string? id, out string? subject)
    {
        id = null;
        subject = null;
        var reader = new Utf8JsonReader(json);
        reader.Read();
        var isCondition = false;
        var isSound = true;
        try
        {
            while (isSound && reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
            {
                switch (reader.ValueSpan)
                {
                    case var name when name.SequenceEqual("resourceType"u8):
                        reader.Read();
                        isSound = isCondition = reader.TokenType is JsonTokenType.String && reader.ValueTextEquals("Condition"u8);
                        break;
                    case var name when name.SequenceEqual("id"u8):
                        isSound = TryReadText(ref reader, out id);
                        break;
                    case var name when name.SequenceEqual("subject"u8):
                        isSound = TryReadReference(ref reader, patient, out subject);
                        break;
                    case var name when name.SequenceEqual("code"u8):
                        isSound = SkipConcept(ref reader);
                        break;
                    case var name when name.SequenceEqual("verificationStatus"u8):
                        isSound = SkipUnlessInError(ref reader);
                        break;
                    default:
                        isSound = !reader.ValueIsEscaped;
                        reader.Skip();
                        break;
                }
            }
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair.
            return false;
        }

        return isSound && isCondition;
    }

    private static bool TryReadText(ref Utf8JsonReader reader, out string? text)
    {
        reader.Read();
        text = reader.TokenType is JsonTokenType.String ? reader.GetString() : null;
        return text is not null;
    }

    private static bool TryReadReference(ref Utf8JsonReader reader, ReadOnlySpan<byte> usual, out string? reference)
    {
        reference = null;
        reader.Read();
        if (reader.TokenType is not JsonTokenType.StartObject)
        {
            return false;
        }

        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            var isReference = reader.ValueTextEquals("reference"u8);
            reader.Read();
            if (!isReference)
            {
                reader.Skip();
            }
            else if (reader.TokenType is not JsonTokenType.String)
            {
                return false;
            }
            else
            {
                reference = reader.ValueTextEquals(usual) ? null : reader.GetString();
            }
        }

        return true;
    }

    private static bool SkipUnlessInError(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
        {
            return false;
        }

        var depth = reader.CurrentDepth;
        while (reader.Read() && reader.CurrentDepth > depth)
        {
            if (reader.TokenType is JsonTokenType.String && reader.ValueTextEquals("entered-in-error"u8))
            {
                return false;
            }
        }

        return true;
    }

    private static bool SkipConcept(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType is not JsonTokenType.StartObject)
        {
            return false;
        }

        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            var isCoding = reader.ValueTextEquals("coding"u8);
            reader.Read();
            if (isCoding ? !SkipCodings(ref reader) : reader.TokenType is not JsonTokenType.String)
            {
                return false;
            }
        }

        return true;
    }

    private static bool SkipCodings(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is not JsonTokenType.StartArray)
        {
            return false;
        }

        while (reader.Read() && reader.TokenType is JsonTokenType.StartObject)
        {
            while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
            {
                reader.Read();
                if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.True or JsonTokenType.False))
                {
                    return false;
                }
            }
        }

        return reader.TokenType is JsonTokenType.EndArray;
    }
}
