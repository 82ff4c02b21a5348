using System.Text;
using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Plan;

namespace CdsHooks.Decision.Cards;

/// <summary>
/// Writes the deciding records: one item per criterion with the result of the whole and with records, each record named once. A
/// Markdown list, or a table where the client renders one.
/// </summary>
internal sealed class RecordsBlock(RuleSet rules, CardPhrases phrases, Assessment assessment, DetailStyle style)
{
    private const int MaxRecords = 2;
    private readonly HashSet<EvidenceItem> _named = [];
    private readonly Dictionary<string, string> _items = new(StringComparer.Ordinal);
    private int _most;
    private int _written;

    /// <summary>Restarts the card: no record has been named.</summary>
    /// <param name="most">The maximum number of items in all blocks of the card.</param>
    public void Restart(int most)
    {
        _most = most;
        _written = 0;
        _named.Clear();
    }

    /// <summary>Writes the block; empty when there are no deciding records, or all have been named.</summary>
    public string Write(string id)
    {
        StringBuilder output = new();
        var left = 0;
        foreach (var finding in assessment.Find(id) is { } whole ? Leaves(id, whole.Result) : [])
        {
            List<EvidenceItem> evidence = [.. finding.Evidence.Where(item => !_named.Contains(item))];
            if (evidence.Count == 0)
            {
                continue;
            }

            _named.UnionWith(evidence);
            if (_written >= _most)
            {
                left++;
                continue;
            }

            _written++;
            if (!_items.TryGetValue(finding.Id, out var item))
            {
                // A criterion names the same records each time the card is written.
                _items[finding.Id] = item = Item(finding, evidence);
            }

            output.Append(item);
        }

        if (output.Length > 0 && left > 0)
        {
            output.Append(style is DetailStyle.Table ? $"| and {left} more | | \n" : $"- and {left} more\n");
        }

        if (output.Length > 0 && style is DetailStyle.Table)
        {
            output.Insert(0, "| Criterion | Records |\n| --- | --- |\n");
        }

        return output.ToString().TrimEnd();
    }

    private IEnumerable<Finding> Leaves(string id, CriterionResult result) =>
        assessment.Find(id) is not { } finding || finding.Result != result || rules.FindCriterion(id) is not { } criterion ? []
        : criterion.Members.Count == 0 ? [finding]
        : criterion.Members.SelectMany(member => Leaves(member, result));

    private string Item(Finding finding, List<EvidenceItem> evidence)
    {
        var title = ChartText.Markdown(rules.FindCriterion(finding.Id)!.Title);
        var why = phrases.Bare(finding.Reason);
        var words = why.Length == 0 ? $"**{title}**" : $"**{title}** ({why})";
        var records = EvidenceText.Of(evidence, ChartText.Markdown, MaxRecords);
        return style is DetailStyle.Table ? $"| {words} | {records} |\n" : $"- {words}: {records}\n";
    }
}
