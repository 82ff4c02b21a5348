using System.Numerics;
using System.Runtime.Intrinsics;

namespace CdsHooks.Decision.Intake;

/// <summary>
/// Finds the end of a JSON object by its braces alone, 64 bytes at a time: several times faster than reading its tokens. Each bit
/// of a mask stands for one byte.
/// </summary>
internal ref struct ObjectSkip
{
    private const int BlockSize = 64;

    private readonly ReadOnlySpan<byte> _json;
    private int _depth;
    private bool _isInString;
    private bool _isEscaped;

    private ObjectSkip(ReadOnlySpan<byte> json) => _json = json;

    /// <summary>Finds the brace that closes an object.</summary>
    /// <param name="json">What begins with the object's opening brace. Need not be valid JSON; what is wrong with it stays unseen.</param>
    /// <returns>The index after the closing brace, or -1 where there is none.</returns>
    public static int EndOf(ReadOnlySpan<byte> json)
    {
        var skip = new ObjectSkip(json);
        var start = 0;
        for (; start + BlockSize <= json.Length; start += BlockSize)
        {
            if (!skip.TryPassBlock(start) && skip.FindEnd(start, start + BlockSize) is >= 0 and var end)
            {
                return end;
            }
        }

        return skip.FindEnd(start, json.Length);
    }

    /// <summary>Passes a block in which the object cannot end.</summary>
    /// <returns>False where it may, or where a backslash needs a closer look: then nothing has been passed.</returns>
    private bool TryPassBlock(int start)
    {
        var low = Vector256.Create(_json.Slice(start, BlockSize / 2));
        var high = Vector256.Create(_json.Slice(start + (BlockSize / 2), BlockSize / 2));
        if (_isEscaped || MaskOf(low, high, (byte)'\\') != 0)
        {
            return false;
        }

        var quoted = InsideOf(MaskOf(low, high, (byte)'"'));
        if (_isInString)
        {
            quoted = ~quoted;
        }

        var opened = BitOperations.PopCount(MaskOf(low, high, (byte)'{') & ~quoted);
        var closed = BitOperations.PopCount(MaskOf(low, high, (byte)'}') & ~quoted);
        if (closed >= _depth)
        {
            return false;
        }

        _depth += opened - closed;
        _isInString = quoted >> (BlockSize - 1) != 0;
        return true;
    }

    private int FindEnd(int from, int to)
    {
        for (var at = from; at < to; at++)
        {
            var character = _json[at];
            if (_isEscaped)
            {
                _isEscaped = false;
            }
            else if (character is (byte)'"')
            {
                _isInString = !_isInString;
            }
            else if (_isInString)
            {
                _isEscaped = character is (byte)'\\';
            }
            else if (character is (byte)'{')
            {
                _depth++;
            }
            else if (character is (byte)'}' && --_depth == 0)
            {
                return at + 1;
            }
        }

        return -1;
    }

    private static ulong MaskOf(Vector256<byte> low, Vector256<byte> high, byte character) =>
        Vector256.Equals(low, Vector256.Create(character)).ExtractMostSignificantBits()
        | ((ulong)Vector256.Equals(high, Vector256.Create(character)).ExtractMostSignificantBits() << (BlockSize / 2));

    /// <summary>From each odd quote up to the next even one: every bit is the parity of the quotes up to it.</summary>
    private static ulong InsideOf(ulong quotes)
    {
        for (var shift = 1; shift < BlockSize; shift <<= 1)
        {
            quotes ^= quotes << shift;
        }

        return quotes;
    }
}
