using System.Globalization;
using CdsHooks.Tests.Intake;

namespace CdsHooks.Tests.Synthetic;

/// <summary>
/// Which charts are made: <c>SYNTHETIC_CHARTS</c> says how many, <c>SYNTHETIC_SEED</c> from which number on. What fails says how to
/// repeat it.
/// </summary>
internal static class SyntheticRun
{
    private const uint FewSeconds = 24;

    private static readonly uint Charts = Setting("SYNTHETIC_CHARTS", FewSeconds);
    private static readonly uint Seed = Setting("SYNTHETIC_SEED", 20_260_601);

    /// <summary>Holds that nothing is told of any chart.</summary>
    /// <param name="differences">Tells what is wrong with the chart of a seed; empty where nothing is. The dice are for what else must be drawn.</param>
    public static void Holds(Func<uint, Dice, string> differences)
    {
        for (var seed = Seed; seed - Seed < Charts; seed++)
        {
            var told = differences(seed, new Dice((seed * 48_271) | 1));
            Xunit.Assert.True(told.Length == 0, $"SYNTHETIC_SEED={seed} SYNTHETIC_CHARTS=1: {told}");
        }
    }

    private static uint Setting(string name, uint otherwise) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? uint.Parse(value, CultureInfo.InvariantCulture) : otherwise;
}
