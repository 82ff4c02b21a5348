using CdsHooks.Decision.Plan;
using CdsHooks.Service.Host.Status;

namespace CdsHooks.Service.Knowledge.Rules;

/// <summary>The changed rules that were refused, for readiness.</summary>
internal sealed class RulesState : IReadinessCause
{
    private volatile RulesRefusal? _served;
    private volatile RulesRefusal? _shadow;

    /// <inheritdoc/>
    public string? Cause => (_served, _shadow) switch
    {
        (null, null) => null,
        ({ } served, { } shadow) => $"{served.Cause} {shadow.Cause}",
        var (served, shadow) => (served ?? shadow)!.Cause,
    };

    /// <inheritdoc/>
    public IReadOnlyList<string> Issues => [.. new[] { _served, _shadow }.OfType<RulesRefusal>().SelectMany(refusal => refusal.Errors).Select(error => error.ToString())];

    /// <summary>Gets the errors of the rules that were to be tried in shadow; empty when they can be used.</summary>
    public IReadOnlyList<string> ShadowIssues => [.. (_shadow?.Errors ?? []).Select(error => error.ToString())];

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
/// <param name="Cause">One sentence for the operator.</param>
/// <param name="Errors">Every error in them.</param>
internal sealed record RulesRefusal(string Cause, IReadOnlyList<KnowledgeIssue> Errors);
