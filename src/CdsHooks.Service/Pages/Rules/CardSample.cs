using System.Text.Json;
using System.Text.Json.Nodes;
using CdsHooks.Decision;
using CdsHooks.Decision.Hooks;
using CdsHooks.Service.Pages.Sandbox;
using CdsHooks.Service.Pages.Shared;
using CdsHooks.Workbench;
using CdsHooks.Workbench.Cases;
using CdsHooks.Workbench.Explain;

namespace CdsHooks.Service.Pages.Rules;

/// <summary>A card as a sample patient gets it with the rules in force.</summary>
/// <param name="Case">The name of the golden case.</param>
/// <param name="Title">The story of the case in a few words.</param>
/// <param name="Card">The card.</param>
/// <param name="Row">The row of the decision table that gave it.</param>
internal sealed record CardSample(string Case, string Title, Card Card, string Row)
{
    /// <summary>Gets the card as the sandbox shows it, without a way to act on it.</summary>
    public CardView View => new((JsonObject)JsonSerializer.SerializeToNode(Card, ProtocolJson.Card)!, Service: string.Empty, Back: string.Empty);

    /// <summary>Finds a sample for each card, among the golden cases beside the program.</summary>
    /// <param name="plan">The plan in force.</param>
    /// <param name="text">The plan in plain words.</param>
    public static IReadOnlyDictionary<string, CardSample> Find(CompiledPlan plan, PlainPlan text)
    {
        var wanted = text.Rows.Where(row => row.IsOn).Select(row => row.Card).OfType<string>().ToHashSet(StringComparer.Ordinal);
        Dictionary<string, CardSample> found = new(StringComparer.Ordinal);
        foreach (var folder in Folders().TakeWhile(_ => wanted.Count > 0))
        {
            if (Of(folder, plan) is { } sample && wanted.Remove(sample.Card.Source.Topic!.Code))
            {
                found.Add(sample.Card.Source.Topic.Code, sample);
            }
        }

        return found;
    }

    /// <summary>Lists the cases; those of one patient with one story first.</summary>
    private static IEnumerable<string> Folders() =>
        ShippedCases.Folders.OrderBy(folder => Path.GetFileName(folder) is ['v', >= '0' and <= '9', ..] ? 0 : 1).ThenBy(folder => folder, StringComparer.Ordinal);

    private static CardSample? Of(string folder, CompiledPlan plan)
    {
        try
        {
            var run = CaseFolder.Read(folder);
            return CaseJudge.Judge(run, plan) is { Card: { Source.Topic: not null } card, Row: { } row } ? new CardSample(run.Name, CaseStory.Read(folder).Title, card, row) : null;
        }
        catch (WorkbenchException)
        {
            // A case about another procedure, or one that somebody edited: others will do.
            return null;
        }
    }
}
