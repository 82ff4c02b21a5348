using System.Diagnostics;
using System.Globalization;

namespace CdsHooks.Benchmarks.Micro;

/// <summary>
/// The steps by processor time in alternating rounds: rougher than BenchmarkDotNet, but other people's builds on the same cores
/// hardly move it, and it takes seconds.
/// </summary>
internal static class CpuTable
{
    private const int Rounds = 15;
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(60);

    /// <summary>Measures and prints.</summary>
    /// <param name="chosen">Names of steps; none for all. A document is always measured, since ratios are to it.</param>
    public static void Print(IReadOnlyList<string> chosen)
    {
        var steps = new CallSteps();
        var table = Steps(steps);
        table = [.. table.Where((step, index) => index is 0 || chosen is [] || chosen.Contains(step.Name, StringComparer.Ordinal))];
        Console.WriteLine(steps.Describe());
        var micros = table.Select(_ => new List<double>()).ToArray();

        // The first rounds only make the runtime compile at its best, which it does while nothing new is called.
        for (var round = -12; round < Rounds; round++)
        {
            Thread.Sleep(round < 0 ? 300 : 0);
            for (var index = 0; index < table.Length; index++)
            {
                var figure = MicrosPerRun(table[index].Run);
                if (round >= 0)
                {
                    micros[index].Add(figure);
                }
            }
        }

        Console.WriteLine("| step | CPU µs, median | ratio to a document, median | kB allocated |");
        Console.WriteLine("|---|--:|--:|--:|");
        for (var index = 0; index < table.Length; index++)
        {
            var ratios = micros[index].Zip(micros[0], (own, document) => own / document);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {table[index].Name} | {Median(micros[index]):F1} | {Median(ratios):F2} | {BytesPerRun(table[index].Run) / 1024.0:F1} |"));
        }
    }

    /// <summary>Runs one step over and over, for a profiler.</summary>
    /// <param name="name">The step's name.</param>
    /// <param name="time">How long.</param>
    public static void Loop(string name, TimeSpan time)
    {
        var run = Array.Find(Steps(new CallSteps()), step => string.Equals(step.Name, name, StringComparison.Ordinal)).Run
            ?? throw new ArgumentException("There is no such step.", nameof(name));
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < time)
        {
            run();
        }
    }

    private static (string Name, Action Run)[] Steps(CallSteps steps) =>
    [
        (nameof(CallSteps.ParseDocument), () => steps.ParseDocument()),
        (nameof(CallSteps.ScanTokens), () => steps.ScanTokens()),
        (nameof(CallSteps.ParseAndWalk), () => steps.ParseAndWalk()),
        (nameof(CallSteps.ScanAndParseResources), () => steps.ScanAndParseResources()),
        (nameof(CallSteps.HeadNotOurs), () => steps.HeadNotOurs()),
        (nameof(CallSteps.HeadNotOursPrefetchFirst), () => steps.HeadNotOursPrefetchFirst()),
        (nameof(CallSteps.ReadAll), () => steps.ReadAll()),
        (nameof(CallSteps.ReadResources), () => steps.ReadResources()),
        (nameof(CallSteps.ReadResourcesAllRelevant), () => steps.ReadResourcesAllRelevant()),
        (nameof(CallSteps.BuildRecord), () => steps.BuildRecord()),
        (nameof(CallSteps.Assess), () => steps.Assess()),
        (nameof(CallSteps.AssessWhole), () => steps.AssessWhole()),
        (nameof(CallSteps.Decide), () => steps.Decide()),
        (nameof(CallSteps.DecideNoEvidence), () => steps.DecideNoEvidence()),
        (nameof(CallSteps.DecideAllRelevant), () => steps.DecideAllRelevant()),
    ];

    private static double MicrosPerRun(Action run)
    {
        var runs = 0;
        var start = Environment.CpuUsage.TotalTime;
        TimeSpan spent;
        do
        {
            for (var i = 0; i < 10; i++)
            {
                run();
            }

            runs += 10;
            spent = Environment.CpuUsage.TotalTime - start;
        }
        while (spent < Slice);
        return spent.TotalMicroseconds / runs;
    }

    private static long BytesPerRun(Action run)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 10; i++)
        {
            run();
        }

        return (GC.GetAllocatedBytesForCurrentThread() - before) / 10;
    }

    private static double Median(IEnumerable<double> figures)
    {
        double[] sorted = [.. figures.Order()];
        return sorted[sorted.Length / 2];
    }
}
