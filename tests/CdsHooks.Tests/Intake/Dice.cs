namespace CdsHooks.Tests.Intake;

/// <summary>Repeatable numbers (xorshift32): the same seed gives the same test.</summary>
internal sealed class Dice(uint seed)
{
    private uint _state = seed;

    /// <summary>A number from 0 up to, not including, <paramref name="end"/>.</summary>
    public int Next(int end)
    {
        _state ^= _state << 13;
        _state ^= _state >> 17;
        _state ^= _state << 5;
        return (int)(_state % (uint)end);
    }
}
