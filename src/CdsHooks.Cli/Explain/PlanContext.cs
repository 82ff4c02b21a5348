using System.Text.RegularExpressions;
using CdsHooks.Cli.Plans;
using CdsHooks.Decision;
using CdsHooks.Decision.Cards;
using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Plan;
using Hl7.Fhir.Model;

namespace CdsHooks.Cli.Explain;

/// <summary>The plan to explain: its file and its loaded form.</summary>
internal sealed partial class PlanContext(KnowledgeSource source, KnowledgeResource resource, CompiledPlan plan)
{
    private readonly InputLists _lists = new((PlanDefinition)resource.Resource);

    public PlanTree Tree { get; } = new(resource);

    public RuleSet Rules => plan.Rules;

    /// <summary>Fills the placeholders in a text of the plan; empty for null.</summary>
    public string Fill(string? text) => text is null ? string.Empty : InsertWords.Fill(text, plan.Rules.Parameters, Tree.TitleOf);

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
    public string ValueSet(string canonical)
    {
        var index = plan.Rules.Terminology.IndexOf(canonical);
        var members = index < 0 ? [] : plan.Rules.Terminology.Members(index).ToList();
        var beginnings = members.Count(member => member.IsPrefix);
        var codes = members.Count - beginnings;
        var size = (codes, beginnings) switch
        {
            (1, 0) => "1 code",
            (_, 0) => $"{codes} codes",
            (0, _) => $"{beginnings} beginnings of codes",
            _ => $"{codes} codes and {beginnings} beginnings of codes",
        };
        return $"\"{Title(canonical)}\" ({size})";
    }

    /// <summary>Gets the phrase that cards use for a reason, without placeholders for patient data.</summary>
    public string Reason(string code) => ReasonCodes.TryParse(code, out Reason reason)
        ? $"\"{Figures().Replace(plan.Rules.Phrase(reason), string.Empty)}\""
        : code;

    /// <summary>Gets the title of a resource; its canonical when it has none.</summary>
    public string Title(string canonical) =>
        source.Knowledge.Find(canonical)?.Text("title") ?? canonical;

    [GeneratedRegex(@"\s*\([^()]*\{[^()]*\)|:?\s*\{[^{}]*\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Figures();
}
