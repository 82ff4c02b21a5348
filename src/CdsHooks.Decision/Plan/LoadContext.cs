using CdsHooks.Fhir.Terminology;
using Hl7.Fhir.Model;

namespace CdsHooks.Decision.Plan;

/// <summary>What loading one plan shares: its parameters, the value sets, its issues.</summary>
internal sealed class LoadContext(KnowledgeResource plan, ParameterSet parameters, TerminologyIndex terminology, IssueList issues)
{
    public PlanDefinition Plan { get; } = (PlanDefinition)plan.Resource;

    public ParameterSet Parameters => parameters;

    public TerminologyIndex Terminology => terminology;

    public IssueList Issues => issues;

    /// <summary>Gets the words beside which a reason in words is not believed (<c>plan-denials</c>), lower case; empty where the plan has none.</summary>
    public IReadOnlyList<string> Denials { get; init; } = [];

    public void AddIssue(Base? element, string message) => issues.Add(plan, element, message);

    public bool IsEnabled(IExtendable element) => Enablement.IsEnabled(element, parameters, plan, issues);

    /// <summary>Finds the source that a citation names; an issue when the plan lists none of that label.</summary>
    public RelatedArtifact Source(RelatedArtifact cited)
    {
        var source = Plan.SourceOf(cited);
        if (source is { Citation: null, Display: null, Url: null })
        {
            AddIssue(cited, "A citation needs the label of a relatedArtifact of the plan, or a text or an address of its own.");
        }

        return source;
    }

    /// <summary>Index of a value set; an issue when there is none of that canonical.</summary>
    public int? ValueSet(string canonical, Base? at)
    {
        var index = terminology.IndexOf(canonical);
        if (index >= 0)
        {
            return index;
        }

        AddIssue(at, "There is no such value set in the knowledge folder.");
        return null;
    }
}
