using System.Text.RegularExpressions;
using CdsHooks.Cli.Plans;
using CdsHooks.Decision;
using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Plan;
using Hl7.Fhir.Model;

namespace CdsHooks.Cli.Explain;

/// <summary>The plan that is being explained, as it stands in the file and as it is in force.</summary>
internal sealed partial class PlanContext(KnowledgeSource source, KnowledgeResource resource, CompiledPlan plan)
{
    private readonly InputLists _lists = new((PlanDefinition)resource.Resource);

    public PlanTree Tree { get; } = new(resource);

    public RuleSet Rules => plan.Rules;

    public PlanDefinitionHeader Header { get; } = PlanDefinitionHeader.Of(resource);

    /// <summary>Whether an action, input, row or line takes part under the values in force.</summary>
    public bool IsEnabled(IExtendable element) => Enablement.IsEnabled(element, plan.Rules.Parameters, resource, new IssueList());

    /// <summary>The inputs of a criterion: those of the lists that it uses, and its own.</summary>
    public IReadOnlyList<PlanInput> Inputs(PlanDefinition.ActionComponent criterion) => _lists.Of(criterion);

    /// <summary>A line of a card, or the line of the action <c>cards</c> that it names.</summary>
    public Extension Line(Extension line) => line.Value.AsText() is { } name
        ? RuleSetLoader.FindPart(Tree.Root, "cards").Part().AllNamed("line").FirstOrDefault(shared => string.Equals(shared.Text("name"), name, StringComparison.Ordinal)) ?? line
        : line;

    /// <summary>The source that a citation names.</summary>
    public RelatedArtifact Source(RelatedArtifact cited) => Tree.Root.SourceOf(cited);

    /// <summary>A value set by its title, with its size.</summary>
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

    /// <summary>The phrase that cards use for a reason, without the figures of a patient.</summary>
    public string Reason(string code) => ReasonCodes.TryParse(code, out Reason reason)
        ? $"\"{Figures().Replace(plan.Rules.Phrase(reason), string.Empty)}\""
        : code;

    /// <summary>Any resource of the knowledge by its title.</summary>
    public string Title(string canonical) =>
        source.Knowledge.Find(canonical)?.Text("title") ?? canonical;

    [GeneratedRegex(@"\s*\([^()]*\{[^()]*\)|:?\s*\{[^{}]*\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Figures();
}
