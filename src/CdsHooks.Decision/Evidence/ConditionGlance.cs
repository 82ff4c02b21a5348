using System.Text.Json;

namespace CdsHooks.Decision.Evidence;

/// <summary>
/// What is needed of a Condition whose code no rule knows: its names, so that a reason that points at it is known to be something
/// else. Most of a problem list is like that, and reading it in full would cost more than all the rules.
/// </summary>
/// <param name="Id">Its id, or null where it has none.</param>
/// <param name="Subject">The reference to whom it is about, or null where it has none or the usual one.</param>
/// <param name="IsCoded">Whether it has any code: without one it says nothing about what it is.</param>
internal readonly record struct ConditionGlance(string? Id, string? Subject, bool IsCoded)
{
    /// <summary>Reads a Condition's names.</summary>
    /// <param name="json">A resource of any type, well-formed JSON.</param>
    /// <param name="patient">The usual reference to the patient, UTF-8.</param>
    /// <param name="glance">What was read; incomplete where it must be read in full.</param>
    /// <returns>False where it is no Condition, was refuted or entered in error, or is malformed: then it must be read in full.</returns>
    public static bool TryRead(ReadOnlySpan<byte> json, ReadOnlySpan<byte> patient, out ConditionGlance glance)
    {
        string? id = null;
        string? subject = null;
        var isCoded = false;
        glance = default;
        var reader = new Utf8JsonReader(json);
        reader.Read();
        var isCondition = false;
        var isSound = true;
        var seen = 0;
        try
        {
            while (isSound && reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
            {
                switch (reader.ValueSpan)
                {
                    case var name when name.SequenceEqual("resourceType"u8):
                        reader.Read();
                        isSound = isCondition = IsFirst(ref seen, 1) && reader.TokenType is JsonTokenType.String && reader.ValueTextEquals("Condition"u8);
                        break;
                    case var name when name.SequenceEqual("id"u8):
                        isSound = IsFirst(ref seen, 2) && TryReadText(ref reader, out id);
                        break;
                    case var name when name.SequenceEqual("subject"u8):
                        isSound = IsFirst(ref seen, 4) && TryReadReference(ref reader, patient, out subject);
                        break;
                    case var name when name.SequenceEqual("code"u8):
                        isSound = IsFirst(ref seen, 8) && SkipConcept(ref reader, out isCoded);
                        break;
                    case var name when name.SequenceEqual("verificationStatus"u8):
                        isSound = IsFirst(ref seen, 16) && SkipUnlessDenied(ref reader);
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

        glance = new ConditionGlance(id, subject, isCoded);
        return isSound && isCondition;
    }

    /// <summary>Whether a name that is read stands there for the first time.</summary>
    private static bool IsFirst(ref int seen, int name)
    {
        var isFirst = (seen & name) is 0;
        seen |= name;
        return isFirst;
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

    private static bool SkipUnlessDenied(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
        {
            return false;
        }

        var depth = reader.CurrentDepth;
        while (reader.Read() && reader.CurrentDepth > depth)
        {
            if (reader.TokenType is JsonTokenType.String && (reader.ValueTextEquals("entered-in-error"u8) || reader.ValueTextEquals("refuted"u8)))
            {
                return false;
            }
        }

        return true;
    }

    private static bool SkipConcept(ref Utf8JsonReader reader, out bool isCoded)
    {
        isCoded = false;
        reader.Read();
        if (reader.TokenType is not JsonTokenType.StartObject)
        {
            return false;
        }

        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            var isCoding = reader.ValueTextEquals("coding"u8);
            reader.Read();
            if (isCoding ? !SkipCodings(ref reader, ref isCoded) : reader.TokenType is not JsonTokenType.String)
            {
                return false;
            }
        }

        return true;
    }

    private static bool SkipCodings(ref Utf8JsonReader reader, ref bool isCoded)
    {
        if (reader.TokenType is not JsonTokenType.StartArray)
        {
            return false;
        }

        while (reader.Read() && reader.TokenType is JsonTokenType.StartObject)
        {
            while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
            {
                var isCode = reader.ValueTextEquals("code"u8);
                reader.Read();
                if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.True or JsonTokenType.False))
                {
                    return false;
                }

                isCoded |= isCode && reader.ValueSpan.Length > 0;
            }
        }

        return reader.TokenType is JsonTokenType.EndArray;
    }
}
