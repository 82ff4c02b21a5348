using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Workbench;
using CdsHooks.Workbench.Cases;

namespace CdsHooks.Service.Pages.Sandbox;

/// <summary>Packs a call of the sandbox as the folder of a golden case.</summary>
internal static class CaseArchive
{
    /// <summary>Packs a call.</summary>
    /// <param name="name">The name of the folder: letters, digits and hyphens.</param>
    /// <param name="run">The call.</param>
    /// <param name="patient">The patient.</param>
    /// <param name="state">The state of the page.</param>
    /// <returns>A zip file.</returns>
    public static byte[] Of(string name, SandboxRun run, SampleCase patient, SandboxState state)
    {
        using var output = new MemoryStream();
        using (var archive = new ZipArchive(output, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add(archive, $"{name}/request.json", JsonText.Indent(run.Request));
            Add(archive, $"{name}/expected.json", JsonText.Indent(ExpectedOf(run, patient)));
            Add(archive, $"{name}/README.md", ReadmeOf(run, patient, state));
        }

        return output.ToArray();
    }

    private static void Add(ZipArchive archive, string path, string text)
    {
        using var writer = new StreamWriter(archive.CreateEntry(path).Open(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        writer.Write(text);
        writer.Write('\n');
    }

    private static JsonObject ExpectedOf(SandboxRun run, SampleCase patient)
    {
        JsonObject criteria = [];
        foreach (var finding in run.Decision?.Assessment.Criteria ?? [])
        {
            if (finding.Result is not CriterionResult.NotMet || finding.Evidence.Count > 0 || run.Service.Plan.Rules.FindCriterion(finding.Id)?.Prefix is not null)
            {
                criteria[finding.Id] = ExpectedResult.Show(finding.Result, finding.Reason);
            }
        }

        if (run.Decision is null)
        {
            criteria[run.Service.Plan.Rules.OrdersId] = ExpectedResult.Show(CriterionResult.NotMet, reason: null);
        }

        return new JsonObject
        {
            ["today"] = patient.AsOf.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            ["criteria"] = criteria,
            ["card"] = run.Decision?.Card is not { } card ? null : new JsonObject
            {
                ["kind"] = card.Source.Topic?.Code,
                ["indicator"] = card.Indicator.ToString().ToLowerInvariant(),
                ["suggestions"] = new JsonArray([.. (card.Suggestions ?? []).Select(suggestion => JsonValue.Create(CaseComparison.CodeOf(suggestion)))]),
            },
        };
    }

    private static string ReadmeOf(SandboxRun run, SampleCase patient, SandboxState state)
    {
        var edits = state.Edits.Count is 0 ? string.Empty : $" Edited in the sandbox: {string.Join("; ", state.Edits.Select(SandboxPage.Describe))}.";
        var rules = state.Parameters.Count is 0 ? string.Empty : $" Judged with {string.Join(", ", state.Parameters.Select(SandboxPage.Describe))}: give it a variant with these parameters.";
        var answer = run.Decision?.Card is { } card ? $"The card {card.Source.Topic?.Display} comes (row {run.Decision.Row})." : $"No card{(run.Decision is { } decision ? $" (row {decision.Row})" : string.Empty)}.";
        return $"# {patient.Title}\n\n{patient.Story}{edits}{rules}\n{answer} Say here who the patient is, and which rule the case shows.";
    }
}
