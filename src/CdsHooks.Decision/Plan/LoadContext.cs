using CdsHooks.Fhir.Terminology;
using Hl7.Fhir.Model;

namespace CdsHooks.Decision.Plan;

/// <summary>What loading one plan shares: its parameters, the value sets, its issues.</summary>
internal sealed class LoadContext(KnowledgeResource plan, ParameterSet parameters, TerminologyIndex terminology, IssueList issues)
{
    public ParameterSet Parameters => parameters;

    public TerminologyIndex Terminology => terminology;

    public IssueList Issues => issues;

    /// <summary>Gets the words beside which a reason in words is not believed (<c>plan-denials</c>), lower case; empty where the plan has none.</summary>
    public IReadOnlyList<string> Denials { get; init; } = [];

    public void AddIssue(Base? element, string message) => issues.Add(plan, element, message);

    public bool IsEnabled(IExtendable element) => Enablement.IsEnabled(element, parameters, plan, issues);

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
