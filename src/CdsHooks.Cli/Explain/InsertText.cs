using CdsHooks.Decision.Cards;

namespace CdsHooks.Cli.Explain;

/// <summary>Fills the inserts of a plan's texts.</summary>
internal sealed class InsertText(PlanContext plan)
{
    public string Fill(string? text) => text is null ? string.Empty : InsertWords.Fill(text, plan.Rules.Parameters, plan.Tree.TitleOf);
}
