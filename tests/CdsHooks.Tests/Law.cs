using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;

namespace CdsHooks.Tests;

/// <summary>Checks a law; in CI always with the same numbers.</summary>
internal static class Law
{
    private static readonly Replay Same = new(new Rnd(20260601, 4711), FSharpOption<int>.None);

    public static void Holds<T>(Gen<T> given, Func<T, bool> law, int runs = 150) =>
        Holds(Prop.ForAll(given.ToArbitrary(), law), runs);

    public static void Holds(Property law, int runs = 150) => Check.One(Settings(runs), law);

    private static Config Settings(int runs)
    {
        var config = Config.QuickThrowOnFailure.WithMaxTest(runs).WithQuietOnSuccess(true);
        return Environment.GetEnvironmentVariable("CI") is null ? config : config.WithReplay(FSharpOption<Replay>.Some(Same));
    }
}
