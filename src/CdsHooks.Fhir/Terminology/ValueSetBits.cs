using System.Runtime.InteropServices;

namespace CdsHooks.Fhir.Terminology;

/// <summary>A set of value sets, by their indexes in one <see cref="TerminologyIndex"/>, 0 to 255. The default value is empty.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ValueSetBits
{
    /// <summary>How many value sets there can be.</summary>
    public const int Capacity = 256;

    private readonly ulong _first;
    private readonly ulong _second;
    private readonly ulong _third;
    private readonly ulong _fourth;

    private ValueSetBits(ulong first, ulong second, ulong third, ulong fourth)
    {
        _first = first;
        _second = second;
        _third = third;
        _fourth = fourth;
    }

    /// <summary>Whether no value set is in it.</summary>
    public bool IsEmpty => (_first | _second | _third | _fourth) == 0;

    /// <summary>The set of one value set.</summary>
    /// <param name="index">Its index, 0 to 255.</param>
    /// <returns>A set of one.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="index"/> is no such index.</exception>
    public static ValueSetBits Of(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Capacity);
        var bit = 1UL << (index & 63);
        return (index >> 6) switch
        {
            0 => new ValueSetBits(bit, 0, 0, 0),
            1 => new ValueSetBits(0, bit, 0, 0),
            2 => new ValueSetBits(0, 0, bit, 0),
            _ => new ValueSetBits(0, 0, 0, bit),
        };
    }

    /// <summary>What is in either.</summary>
    /// <param name="left">One set.</param>
    /// <param name="right">The other.</param>
    /// <returns>The union.</returns>
    public static ValueSetBits operator |(ValueSetBits left, ValueSetBits right) => left.BitwiseOr(right);

    /// <summary>What is in either: the operator by name.</summary>
    /// <param name="other">The other set.</param>
    /// <returns>The union.</returns>
    public ValueSetBits BitwiseOr(ValueSetBits other) =>
        new(_first | other._first, _second | other._second, _third | other._third, _fourth | other._fourth);

    /// <summary>Whether a value set is in it.</summary>
    /// <param name="index">Its index; one that no value set can have (-1 for an unknown canonical) is not in it.</param>
    /// <returns>Whether it is.</returns>
    public bool Contains(int index)
    {
        var word = (index >> 6) switch
        {
            0 => _first,
            1 => _second,
            2 => _third,
            3 => _fourth,
            _ => 0UL,
        };
        return (word & (1UL << (index & 63))) != 0;
    }

    /// <summary>Whether any value set is in both.</summary>
    /// <param name="other">The other set.</param>
    /// <returns>Whether there is one.</returns>
    public bool Intersects(ValueSetBits other) =>
        ((_first & other._first) | (_second & other._second) | (_third & other._third) | (_fourth & other._fourth)) != 0;

    /// <summary>How many value sets are in it.</summary>
    /// <returns>From 0 to 256, never the members.</returns>
    public override string ToString() =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Enumerable.Range(0, Capacity).Count(Contains)} value sets");

    /// <summary>What is in this one and not in the other.</summary>
    /// <param name="other">The other set.</param>
    /// <returns>The difference.</returns>
    public ValueSetBits Without(ValueSetBits other) =>
        new(_first & ~other._first, _second & ~other._second, _third & ~other._third, _fourth & ~other._fourth);
}
