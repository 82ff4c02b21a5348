using CdsHooks.Decision.Cards;
using CdsHooks.Decision.Criteria.Results;

namespace CdsHooks.Service.Pages.Sandbox;

/// <summary>A criterion of a call, with its members, for the partial view that shows it.</summary>
/// <param name="Outline">The criterion.</param>
/// <param name="Finding">Its result.</param>
/// <param name="Before">Its result before the edits, where they changed it; otherwise null.</param>
/// <param name="Reason">The reason in words; empty for none.</param>
/// <param name="IsReference">True when it stands elsewhere in the tree with its members.</param>
/// <param name="Members">The members that are switched on; empty for a leaf or a reference.</param>
internal sealed record CriterionView(CriterionOutline Outline, Finding Finding, Finding? Before, string Reason, bool IsReference, IReadOnlyList<CriterionView> Members)
{
    /// <summary>The number of records that are shown at once.</summary>
    public const int FirstEvidence = 3;

    /// <summary>Gets a value indicating whether anything in this part of the tree is met, unknown, supported by a record, or changed by the edits.</summary>
    public bool IsTelling => Finding.Result is not CriterionResult.NotMet || Before is not null || Finding.Evidence.Count > 0 || Members.Any(member => member.IsTelling);

    /// <summary>Gets the name with its key, such as <c>C1 Supervised physical therapy</c>; a key without a digit only repeats the name.</summary>
    public string Name => Outline.Prefix is { } key && key.Any(char.IsAsciiDigit) ? $"{key} {Outline.Title}" : Outline.Title;

    /// <summary>Gets a value indicating whether the members are unfolded at first: they explain a result that is not simply "not met", or a gap where all are needed.</summary>
    public bool IsOpen => Finding.Result is not CriterionResult.NotMet || Before is not null || (Outline.Kind is "all" && Members.Any(member => member.Outline.Prefix is not null));

    /// <summary>Gets the members to show one by one: where one of them is enough, those that tell something; where all are needed, all.</summary>
    public IEnumerable<CriterionView> Shown => Outline.Kind is "any" ? Members.Where(member => member.IsTelling) : Members;

    /// <summary>Gets the members to name in one line.</summary>
    public IReadOnlyList<CriterionView> Others => Outline.Kind is "any" ? [.. Members.Where(member => !member.IsTelling)] : [];

    /// <summary>Makes the tree of a call, in the order of the plan; a criterion that stands in several places is unfolded in the first.</summary>
    /// <param name="run">The call, with a decision.</param>
    /// <param name="roots">The ids of the criteria that stand at the top of the plan.</param>
    public static IReadOnlyList<CriterionView> TreeOf(SandboxRun run, IEnumerable<string> roots)
    {
        HashSet<string> unfolded = new(StringComparer.Ordinal);
        return [.. roots.Select(id => Of(run, id, unfolded)).OfType<CriterionView>()];
    }

    private static CriterionView? Of(SandboxRun run, string id, HashSet<string> unfolded)
    {
        if (run.Service.Plan.Rules.FindCriterion(id) is not { } outline || run.Decision?.Assessment.Find(id) is not { } finding)
        {
            return null;
        }

        var isReference = !unfolded.Add(id);
        return new CriterionView(
            outline,
            finding,
            run.IsChanged(finding) ? run.FindingBefore(id) : null,
            ReasonPhrase.Fill(run.Service.Plan.Rules.Phrase(finding.Reason), finding.Facts, text => text ?? string.Empty),
            isReference,
            isReference ? [] : [.. outline.Members.Select(member => Of(run, member, unfolded)).OfType<CriterionView>()]);
    }
}
