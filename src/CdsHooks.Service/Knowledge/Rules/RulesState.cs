using CdsHooks.Decision.Plan;

namespace CdsHooks.Service.Knowledge.Rules;

/// <summary>The changed rules that were refused, for readiness.</summary>
internal sealed class RulesState
{
    private volatile RulesRefusal? _served;
    private volatile RulesRefusal? _shadow;

    /// <summary>Gets what is refused at present, the served rules first; empty when the files are those in force.</summary>
    public IEnumerable<RulesRefusal> Refusals => new[] { _served, _shadow }.OfType<RulesRefusal>();

    /// <summary>Records the refusal of one set of rules; null when its files can be used again.</summary>
    public void Set(bool isShadow, RulesRefusal? refusal)
    {
        if (isShadow)
        {
            _shadow = refusal;
        }
        else
        {
            _served = refusal;
        }
    }
}

/// <summary>Rules that cannot be used.</summary>
/// <param name="Version">Their version.</param>
/// <param name="Cause">One sentence for the operator.</param>
/// <param name="Errors">Every error in them.</param>
internal sealed record RulesRefusal(string Version, string Cause, IReadOnlyList<KnowledgeIssue> Errors);
