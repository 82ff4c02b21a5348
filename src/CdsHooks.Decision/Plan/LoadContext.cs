using CdsHooks.Fhir.Terminology;
using Hl7.Fhir.Model;

namespace CdsHooks.Decision.Plan;

/// <summary>The context of loading one plan: its parameters, the value sets and its issues.</summary>
internal class LoadContext(KnowledgeResource plan, ParameterSet parameters, TerminologyIndex terminology, IssueList issues)
{
    public KnowledgeResource Resource => plan;

    public PlanDefinition Plan { get; } = (PlanDefinition)plan.Resource;

    public ParameterSet Parameters => parameters;

    public TerminologyIndex Terminology => terminology;

    public IssueList Issues => issues;

    /// <summary>Gets the words that can negate a reason given as text (<c>plan-denials</c>), in lower case.</summary>
    public IReadOnlyList<string> Denials { get; init; } = [];

    /// <summary>Gets or sets the names of the parameters that settings refer to, as they are read.</summary>
    public SortedSet<string> ParametersRead { get; set; } = [];

    /// <summary>Gets or sets the names of those that are read by a setting that is no limit, or that enable an input.</summary>
    public SortedSet<string> OtherParametersRead { get; set; } = [];

    public void AddIssue(Base? element, string message) => issues.Add(plan, element, message);

    /// <summary>Adds an issue unless a condition holds.</summary>
    public void Require(bool holds, Base? element, string message)
    {
        if (!holds)
        {
            AddIssue(element, message);
        }
    }

    /// <summary>Adds an issue in the place of a value.</summary>
    public T? Reject<T>(Base? element, string message)
    {
        AddIssue(element, message);
        return default;
    }

    public bool IsEnabled(IExtendable element) => Enablement.IsEnabled(element, parameters, plan, issues);

    /// <summary>Determines whether a part of an input is enabled; the parameters that decide it are read by the criterion.</summary>
    public bool IsInputEnabled(IExtendable part)
    {
        OtherParametersRead.UnionWith(Enablement.ParametersOf(part));
        return IsEnabled(part);
    }

    /// <summary>Finds the source of a citation; reports an issue when the plan has none with its label.</summary>
    public RelatedArtifact Source(RelatedArtifact cited)
    {
        var source = Plan.SourceOf(cited);
        Require(source is not { Citation: null, Display: null, Url: null }, cited, "A citation needs the label of a relatedArtifact of the plan, or a text or URL.");
        return source;
    }

    /// <summary>Finds the index of a value set; reports an issue when there is none with that canonical.</summary>
    public int? ValueSet(string canonical, Base? at) => terminology.IndexOf(canonical) is >= 0 and var index
        ? index
        : Reject<int?>(at, "There is no such value set in the knowledge folder.");
}
