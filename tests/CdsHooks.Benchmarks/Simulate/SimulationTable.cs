using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using CdsHooks.Benchmarks.Samples;
using CdsHooks.Simulation.Cohort;
using CdsHooks.Simulation.Cohort.Output;

namespace CdsHooks.Benchmarks.Simulate;

/// <summary>
/// What a simulation of a cohort costs, beside parsing the same files into documents on the same processors: at 1, 10 and 100 times the
/// cohort, and by the share of patients who have an order that the rules review.
/// </summary>
internal static class SimulationTable
{
    private const int Rounds = 3;
    private const int MostPatientsOfRounds = 20_000;
    private const int Shards = 16;
    private const ulong Seed = 14;
    private const int ReviewedOfWeights = 490;

    private static readonly string[] Ways = [SimulationPass.Documents, SimulationPass.Served, SimulationPass.Compared];

    /// <summary>The patients of whom one has an order that the rules review: about half of the cohort as shipped, and fewer.</summary>
    private static readonly int[] OneOf = [2, 20, 200];

    /// <summary>Measures and prints.</summary>
    /// <param name="patients">The smallest cohort.</param>
    /// <param name="times">The multiples of it that are measured.</param>
    public static void Print(int patients, IReadOnlyList<int> times)
    {
        var folder = Directory.CreateTempSubdirectory("cdshooks-benchmark-");
        try
        {
            Console.WriteLine("| with an order | patients | MB | way | patients/s | MB/s | time | CPU | memory MB |");
            Console.WriteLine("|---|--:|--:|---|--:|--:|--:|--:|--:|");
            foreach (var oneOf in OneOf)
            {
                foreach (var factor in times)
                {
                    Print(Path.Combine(folder.FullName, "cohort"), oneOf, patients * factor);
                }
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Print(string folder, int oneOf, int patients)
    {
        var (totals, _, bytes) = Write(folder, oneOf, patients);
        var pack = Path.Combine(folder, CohortFolder.PackName);
        var figures = Ways.Select(_ => new List<PassFigures>()).ToList();
        for (var round = 0; round < (patients > MostPatientsOfRounds ? 1 : Rounds); round++)
        {
            for (var way = 0; way < Ways.Length; way++)
            {
                figures[way].Add(Measure(pack, Ways[way]));
            }
        }

        for (var way = 0; way < Ways.Length; way++)
        {
            var seconds = Median(figures[way], pass => pass.Seconds);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {100.0 * totals.Orders / patients:0.0} % | {patients:N0} | {bytes / 1e6:N0} | {Ways[way]} | {patients / seconds:N0} | {bytes / 1e6 / seconds:N0} | {seconds / Median(figures[0], pass => pass.Seconds):0.00} | {Median(figures[way], pass => pass.ProcessorSeconds) / Median(figures[0], pass => pass.ProcessorSeconds):0.00} | {figures[way].Max(pass => pass.PeakBytes) / 1e6:N0} |"));
        }

        Directory.Delete(folder, recursive: true);
    }

    private static double Median(List<PassFigures> passes, Func<PassFigures, double> figure) => passes.Select(figure).Order().ElementAt(passes.Count / 2);

    private static (CohortTotals Totals, IReadOnlyDictionary<string, long> Resources, long Bytes) Write(string folder, int oneOf, int patients)
    {
        // The weight of those without any order is raised until the others are as rare as they are meant to be.
        var shares = JsonNode.Parse(Prevalences.Default.Json.Span, documentOptions: new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip })!;
        var orders = (JsonObject)shares["blocks"]!["order"]!;
        var others = orders.Where(variant => variant.Key is not "none").Sum(variant => variant.Value!.GetValue<int>());
        orders["none"] = Math.Max(orders["none"]!.GetValue<int>(), (ReviewedOfWeights * oneOf) - others);
        var file = Path.GetTempFileName();
        File.WriteAllText(file, shares.ToJsonString());
        try
        {
            return CohortFolder.Write(
                new CohortSource(Fusion.Load(), Prevalences.Read(file, file), Seed), new CohortOrder(patients, Environment.ProcessorCount, IsCompressed: false, IsPacked: true, Shards), folder, folder, _ => { });
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static PassFigures Measure(string pack, string way)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, ["simulate-pass", pack, way]) { RedirectStandardOutput = true, UseShellExecute = false };

        // The runtime as the command line has it.
        start.Environment["DOTNET_gcServer"] = "0";
        start.Environment["DOTNET_TieredPGO"] = "0";
        using var process = Process.Start(start)!;
        var written = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode is 0 ? JsonSerializer.Deserialize<PassFigures>(written)! : throw new InvalidOperationException("A pass failed.");
    }
}
