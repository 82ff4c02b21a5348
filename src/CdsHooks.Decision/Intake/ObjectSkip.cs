using System.Numerics;
using System.Runtime.Intrinsics;

namespace CdsHooks.Decision.Intake;

/// <summary>
/// Finds the end of a JSON object by its braces alone, 64 bytes at a time: several times faster than reading its tokens. Each bit of a mask
/// represents one byte.
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
    /// <param name="json">Bytes that begin with the opening brace of the object. They need not be valid JSON; errors are not detected.</param>
    /// <returns>The index after the closing brace, or -1 when there is none.</returns>
    public static int EndOf(ReadOnlySpan<byte> json)
    {
        var skip = new ObjectSkip(json);
        var start = 0;
        for (; start + BlockSize <= json.Length; start += BlockSize)
        {
            if (!skip.TrySkipBlock(start) && skip.FindEnd(start, start + BlockSize) is >= 0 and var end)
            {
                return end;
            }
        }

        return skip.FindEnd(start, json.Length);
    }

    /// <summary>Skips a block in which the object cannot end.</summary>
    /// <returns>False, with nothing skipped, when the object may end in the block or a backslash needs examination.</returns>
    private bool TrySkipBlock(int start)
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

    /// <summary>Marks the bytes from each odd quote to the next even one: each bit is the parity of the quotes up to it.</summary>
    private static ulong InsideOf(ulong quotes)
    {
        for (var shift = 1; shift < BlockSize; shift <<= 1)
        {
            quotes ^= quotes << shift;
        }

        return quotes;
    }
}
