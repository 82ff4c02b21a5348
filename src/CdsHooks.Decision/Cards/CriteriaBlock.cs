using System.Text;
using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Plan;

namespace CdsHooks.Decision.Cards;

/// <summary>Writes the members of a criterion with their reasons and evidence: a Markdown list, or a table where the client renders one.</summary>
internal sealed class CriteriaBlock(RuleSet rules, Assessment assessment, DetailStyle style)
{
    /// <summary>Writes the block; empty when the criterion is not enabled.</summary>
    public string Write(string id)
    {
        StringBuilder output = new();
        foreach (var member in rules.MembersOf(id))
        {
            WriteMember(output, member, isNested: false);
        }

        if (output.Length > 0 && style is DetailStyle.Table)
        {
            output.Insert(0, "| Criterion | Finding | Records |\n| --- | --- | --- |\n");
        }

        return output.ToString().TrimEnd();
    }

    private void WriteMember(StringBuilder output, string id, bool isNested)
    {
        if (assessment.Find(id) is not { } finding || rules.FindCriterion(id) is not { } criterion)
        {
            return;
        }

        var nested = isNested || criterion.Members.Count == 0 ? [] : InformativeMembers(finding, criterion);
        WriteItem(output, criterion, finding, isNested, hasNested: nested.Count > 0);
        foreach (var member in nested)
        {
            WriteMember(output, member, isNested: true);
        }
    }

    /// <summary>Gets the members of a group, or none if they all repeat the group's result without evidence.</summary>
    private List<string> InformativeMembers(Finding group, CriterionOutline criterion)
    {
        var members = criterion.Members.Where(member => assessment.Find(member) is not null).ToList();
        return members.Exists(member => assessment.Find(member) is { } finding
            && (finding.Reason != group.Reason || finding.Result != group.Result || finding.Evidence.Count > 0))
            ? members
            : [];
    }

    private void WriteItem(StringBuilder output, CriterionOutline criterion, Finding finding, bool isNested, bool hasNested)
    {
        var title = ChartText.Markdown(criterion.Title);
        var phrase = ReasonPhrase.Fill(rules.Phrase(finding.Reason), finding.Facts, ChartText.Markdown);
        var records = hasNested ? string.Empty : EvidenceText.Of(finding.Evidence, ChartText.Markdown);
        if (style is DetailStyle.Table)
        {
            output.Append("| ").Append(isNested ? "– " + title : $"**{title}**")
                .Append(" | ").Append(phrase.Replace("|", "/", StringComparison.Ordinal))
                .Append(" | ").Append(records).Append(" |\n");
            return;
        }

        output.Append(isNested ? "  - " : "- ").Append(isNested ? title : $"**{title}**").Append(": ").Append(phrase);
        if (records.Length > 0)
        {
            output.Append(" (").Append(records).Append(')');
        }

        output.Append('\n');
    }
}
