namespace CdsHooks.Service.Tests.Fuzz;

/// <summary>Repeatable numbers (splitmix64): a seed and the number of a request give the same request.</summary>
internal sealed class FuzzDice(long seed, long number)
{
    private ulong _state = ((ulong)seed * 0x9E3779B97F4A7C15UL) ^ ((ulong)number * 0xD1B54A32D192ED03UL);

    /// <summary>A number from 0 up to, not including, <paramref name="end"/>.</summary>
    public int Next(int end)
    {
        _state += 0x9E3779B97F4A7C15UL;
        var mixed = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9UL;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBUL;
        return (int)((mixed ^ (mixed >> 31)) % (ulong)Math.Max(1, end));
    }

    public bool OneIn(int many) => Next(many) is 0;

    public T Of<T>(IReadOnlyList<T> list) => list[Next(list.Count)];
}
