using System.Text.RegularExpressions;
using CdsHooks.Decision;
using CdsHooks.Decision.Cards;
using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Plan;
using CdsHooks.Workbench.Plans;
using Hl7.Fhir.Model;

namespace CdsHooks.Workbench.Explain;

/// <summary>The plan to explain: its file and its loaded form.</summary>
internal sealed partial class PlanContext(KnowledgeFiles knowledge, KnowledgeResource resource, CompiledPlan plan)
{
    private readonly InputLists _lists = new((PlanDefinition)resource.Resource);

    public PlanTree Tree { get; } = new(resource);

    public RuleSet Rules => plan.Rules;

    public CardTable Cards => plan.Cards;

    /// <summary>Fills the placeholders in a text of the plan; empty for null.</summary>
    public string Fill(string? text) => text is null ? string.Empty : InsertWords.Fill(text, plan.Rules.Parameters, Tree.TitleOf);

    /// <summary>Describes a text of the plan.</summary>
    /// <param name="slot">The stable name of its place.</param>
    /// <param name="text">The text; null for none, which is described as an empty one.</param>
    public PlainText Text(string slot, string? text) => new(slot, text ?? string.Empty, Fill(text));

    /// <summary>Determines whether an action, input, row or line is enabled with the values in force.</summary>
    public bool IsEnabled(IExtendable element) => Enablement.IsEnabled(element, plan.Rules.Parameters, resource, new IssueList());

    /// <summary>Lists the inputs of a criterion: those of the lists that it uses, and its own.</summary>
    public IReadOnlyList<PlanInput> Inputs(PlanDefinition.ActionComponent criterion) => _lists.Of(criterion);

    /// <summary>Resolves a line of a card that references a shared line of the action <c>cards</c>.</summary>
    public Extension Line(Extension line) => line.Value.AsText() is { } name
        ? RuleSetLoader.FindPart(Tree.Root, "cards").Part().AllNamed("line").FirstOrDefault(shared => string.Equals(shared.Text("name"), name, StringComparison.Ordinal)) ?? line
        : line;

    /// <summary>Gets the source that a citation references.</summary>
    public RelatedArtifact Source(RelatedArtifact cited) => Tree.Root.SourceOf(cited);

    /// <summary>Describes a value set by its title and size.</summary>
    public PlainValueSet ValueSet(string canonical)
    {
        var index = plan.Rules.Terminology.IndexOf(canonical);
        var members = index < 0 ? [] : plan.Rules.Terminology.Members(index).ToList();
        var beginnings = members.Count(member => member.IsPrefix);
        return new PlainValueSet(canonical.Split('|')[0], knowledge.Find(canonical)?.Id, Title(canonical), members.Count - beginnings, beginnings);
    }

    /// <summary>Gets the phrase that cards use for a reason, without placeholders for patient data.</summary>
    public string Reason(string code) => ReasonCodes.TryParse(code, out Reason reason)
        ? $"\"{Figures().Replace(plan.Rules.Phrase(reason), string.Empty)}\""
        : code;

    /// <summary>Gets the title of a resource; its canonical when it has none.</summary>
    public string Title(string canonical) =>
        knowledge.Find(canonical)?.Text("title") ?? canonical;

    [GeneratedRegex(@"\s*\([^()]*\{[^()]*\)|:?\s*\{[^{}]*\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Figures();
}
