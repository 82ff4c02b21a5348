using System.IO.Compression;
using System.Text;

namespace CdsHooks.Simulation.Reports;

/// <summary>The tables of a report as CSV (RFC 4180), for a spreadsheet.</summary>
internal static class CsvTables
{
    /// <summary>Makes the tables.</summary>
    /// <returns>The name of each table, without an ending, and its text.</returns>
    public static IEnumerable<(string Name, string Csv)> Of(SimulationReport report)
    {
        yield return ("cards", Csv.ForSpreadsheet(["card", "title", "indicator", "served", "candidate"], report.Cards.Select(card => new object?[] { card.Card, report.TitleOf(card.Card), card.Indicator, card.Served, card.Candidate })));
        yield return ("rows", Csv.ForSpreadsheet(["row", "served", "candidate"], report.Rows.Select(row => new object?[] { row.Name, row.Served, row.Candidate })));
        yield return ("criteria", Csv.ForSpreadsheet(
            ["criterion", "title", "result", "reason", "served", "candidate"],
            report.Criteria.SelectMany(criterion => criterion.Outcomes.Select(outcome => new object?[] { criterion.Id, report.TitleOf(criterion.Id), outcome.Result, outcome.Reason, outcome.Served, outcome.Candidate }))));
        yield return ("flips", Csv.ForSpreadsheet(["from", "to", "calls"], report.Flips.Select(flip => new object?[] { flip.From, flip.To, flip.Calls })));
        yield return ("turns", Csv.ForSpreadsheet(["criterion", "title", "from", "to", "calls"], report.Turns.Select(turn => new object?[] { turn.Criterion, report.TitleOf(turn.Criterion), turn.From, turn.To, turn.Calls })));
        yield return ("sweeps", Csv.ForSpreadsheet(
            ["parameter", "value", "unit", "what", "result", "indicator", "calls"],
            report.Sweeps.SelectMany(sweep => sweep.Points.SelectMany(point => Sweep(sweep, point)))));
        yield return ("values", Csv.ForSpreadsheet(
            ["criterion", "kind", "unit", "value", "calls"],
            report.Sweeps.SelectMany(sweep => sweep.Values).DistinctBy(values => (values.Criterion, values.Kind, values.Unit))
                .SelectMany(values => values.Values.Select(value => new object?[] { values.Criterion, values.Kind, values.Unit, value.Value, value.Calls }))));
        yield return ("evidence", Csv.ForSpreadsheet(["type", "outcome", "calls"], report.Evidence.Sets.Select(set => new object?[] { set.Type, set.Outcome, set.Calls })));
        yield return ("found", Csv.ForSpreadsheet(
            ["criterion", "title", "any record", "no record", "not seen"],
            report.Evidence.Found.Select(found => new object?[] { found.Criterion, report.TitleOf(found.Criterion), found.Any, found.None, found.NotSeen })));
        yield return ("unknown-codes", Csv.ForSpreadsheet(["type", "system", "code", "display", "calls"], report.Evidence.UnknownCodes.Select(code => new object?[] { code.Type, code.System, code.Code, code.Display, code.Calls })));
    }

    /// <summary>Packs the tables as one file.</summary>
    public static byte[] Zip(SimulationReport report)
    {
        using MemoryStream output = new();
        using (ZipArchive archive = new(output, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, csv) in Of(report))
            {
                using StreamWriter writer = new(archive.CreateEntry($"{name}.csv").Open(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
                writer.Write(csv);
            }
        }

        return output.ToArray();
    }

    private static IEnumerable<object?[]> Sweep(SweepReport sweep, SweepPointReport point)
    {
        foreach (var card in point.Cards)
        {
            yield return [sweep.Sweep.Parameter, point.Value, sweep.Sweep.Unit, "card", card.Card, card.Indicator, card.Calls];
        }

        foreach (var criterion in point.Criteria)
        {
            yield return [sweep.Sweep.Parameter, point.Value, sweep.Sweep.Unit, criterion.Criterion, "met", null, criterion.Met];
            yield return [sweep.Sweep.Parameter, point.Value, sweep.Sweep.Unit, criterion.Criterion, "not-met", null, criterion.NotMet];
            yield return [sweep.Sweep.Parameter, point.Value, sweep.Sweep.Unit, criterion.Criterion, "unknown", null, criterion.Unknown];
        }
    }
}
