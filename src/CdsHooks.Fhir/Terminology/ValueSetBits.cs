using System.Runtime.InteropServices;

namespace CdsHooks.Fhir.Terminology;

/// <summary>A set of value sets, by their indexes in one <see cref="TerminologyIndex"/>, 0 to 255. The default value is empty.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ValueSetBits
{
    /// <summary>The largest number of value sets.</summary>
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

    /// <summary>Gets a value that indicates whether the set is empty.</summary>
    public bool IsEmpty => (_first | _second | _third | _fourth) == 0;

    /// <summary>Creates the set of one value set.</summary>
    /// <param name="index">Its index, 0 to 255.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="index"/> is out of range.</exception>
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

    /// <summary>Gets the union of two sets.</summary>
    public static ValueSetBits operator |(ValueSetBits left, ValueSetBits right) => left.BitwiseOr(right);

    /// <summary>Gets the union with another set: the operator under its name.</summary>
    public ValueSetBits BitwiseOr(ValueSetBits other) =>
        new(_first | other._first, _second | other._second, _third | other._third, _fourth | other._fourth);

    /// <summary>True when a value set is in the set; false for an index out of range, such as -1 for an unknown canonical.</summary>
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

    /// <summary>Writes the number of value sets in the set.</summary>
    public override string ToString() =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Enumerable.Range(0, Capacity).Count(Contains)} value sets");

    /// <summary>Gets the difference from another set.</summary>
    public ValueSetBits Without(ValueSetBits other) =>
        new(_first & ~other._first, _second & ~other._second, _third & ~other._third, _fourth & ~other._fourth);
}
