namespace CdsHooks.Simulation.Cohort.Charts;

/// <summary>
/// A stream of numbers that depends on nothing but the seed, the number of a patient and a name: SplitMix64, started from the three. Integer
/// arithmetic only, so that every machine draws the same.
/// </summary>
internal sealed class CohortDice
{
    /// <summary>The generator, as a cohort states it.</summary>
    public const string Rule = "SplitMix64, started from the seed, the number of the patient and the FNV-1a hash of the name of the block";

    private const ulong Step = 0x9E3779B97F4A7C15;
    private ulong _state;

    /// <summary>Starts a stream.</summary>
    /// <param name="seed">The seed of the cohort.</param>
    /// <param name="patient">The number of the patient, from 0.</param>
    /// <param name="name">The name of what is drawn, in ASCII.</param>
    public CohortDice(ulong seed, long patient, string name)
    {
        unchecked
        {
            _state = Mix(seed + Step) ^ Mix((ulong)patient + (Step * 3));
            _state = Mix(_state ^ HashOf(name));
        }
    }

    /// <summary>Draws a number from 0 to one less than a limit.</summary>
    public int Next(int limit)
    {
        _state = unchecked(_state + Step);
        return (int)Math.BigMul(Mix(_state), (ulong)limit, out _);
    }

    /// <summary>Draws a number between two numbers, both included.</summary>
    public int Between(int least, int most) => least + Next(most - least + 1);

    /// <summary>Draws one of several things, all as likely.</summary>
    public T Pick<T>(params ReadOnlySpan<T> choices) => choices[Next(choices.Length)];

    private static ulong Mix(ulong value)
    {
        value = unchecked((value ^ (value >> 30)) * 0xBF58476D1CE4E5B9);
        value = unchecked((value ^ (value >> 27)) * 0x94D049BB133111EB);
        return value ^ (value >> 31);
    }

    private static ulong HashOf(string name)
    {
        var hash = 0xCBF29CE484222325;
        foreach (var letter in name)
        {
            hash = unchecked((hash ^ letter) * 0x100000001B3);
        }

        return hash;
    }
}
