using System.Text;

namespace CdsHooks.Fhir.Terminology;

/// <summary>Normalises codes for comparison.</summary>
internal static class CodeText
{
    /// <summary>The longest code that can be a member, in characters.</summary>
    internal const int MaxLength = 128;

    /// <summary>The length of a CPT or HCPCS code, in characters.</summary>
    internal const int CptLength = 5;

    private const int Icd10CmCategoryLength = 3;
    private const string WhiteSpace = " \t\r\n";

    /// <summary>Writes the normalised form of a code.</summary>
    /// <returns>Its length, or -1 where the code is empty or too long to be a member.</returns>
    internal static int Normalise(ReadOnlySpan<char> code, CodeForm form, Span<char> buffer)
    {
        var trimmed = code.Trim(WhiteSpace);
        trimmed = form is CodeForm.Cpt ? WithoutModifiers(trimmed) : trimmed;
        var needsDot = form is CodeForm.Icd10Cm && trimmed.Length > Icd10CmCategoryLength && !trimmed.Contains('.');
        var length = trimmed.Length + (needsDot ? 1 : 0);
        if (trimmed.IsEmpty || length > MaxLength)
        {
            return -1;
        }

        if (form is CodeForm.Exact)
        {
            trimmed.CopyTo(buffer);
            return length;
        }

        trimmed.ToUpperInvariant(buffer);
        if (needsDot)
        {
            buffer[Icd10CmCategoryLength..trimmed.Length].CopyTo(buffer[(Icd10CmCategoryLength + 1)..]);
            buffer[Icd10CmCategoryLength] = '.';
        }

        return length;
    }

    /// <summary>Gets the normalised form of a code; empty where the code is empty or too long to be a member.</summary>
    internal static string Normalise(string code, CodeForm form)
    {
        Span<char> buffer = stackalloc char[MaxLength + 1];
        return Written(code, buffer, Normalise(code, form, buffer));
    }

    /// <summary>Gets the probe form of a code; empty where the code is empty or too long to be a member.</summary>
    internal static string Probe(string code)
    {
        Span<char> buffer = stackalloc char[MaxLength];
        return Written(code, buffer, Probe(code, buffer));
    }

    private static string Written(string code, ReadOnlySpan<char> buffer, int length) => length switch
    {
        < 0 => "",
        _ when buffer[..length].SequenceEqual(code) => code,
        _ => buffer[..length].ToString(),
    };

    /// <summary>
    /// Writes a form that is equal for any two codes that are equal in some <see cref="CodeForm"/>: upper case, without dots and without
    /// CPT modifiers.
    /// </summary>
    /// <returns>Its length, or -1 where the code is empty or too long to be a member.</returns>
    internal static int Probe(ReadOnlySpan<char> code, Span<char> buffer)
    {
        var length = 0;
        foreach (var character in WithoutModifiers(code.Trim(WhiteSpace)))
        {
            if (character is '.')
            {
                continue;
            }

            if (length == MaxLength)
            {
                return -1;
            }

            buffer[length++] = char.ToUpperInvariant(character);
        }

        return length;
    }

    /// <summary>Removes the modifiers of a CPT or HCPCS code: two characters each, after a hyphen.</summary>
    internal static ReadOnlySpan<char> WithoutModifiers(ReadOnlySpan<char> code)
    {
        var rest = code.Length > CptLength ? code[CptLength..] : [];
        while (rest is ['-', var first, var second, ..] && char.IsAsciiLetterOrDigit(first) && char.IsAsciiLetterOrDigit(second))
        {
            rest = rest[3..];
        }

        return rest.IsEmpty && code.Length > CptLength ? code[..CptLength] : code;
    }

    /// <summary>Decodes UTF-8 without the white space around it.</summary>
    /// <returns>The number of characters, or -1 where the buffer is too short.</returns>
    internal static int Decode(ReadOnlySpan<byte> utf8, Span<char> buffer) =>
        Encoding.UTF8.TryGetChars(utf8.Trim(" \t\r\n"u8), buffer, out var length) ? length : -1;
}
