namespace CdsHooks.Service.Knowledge.Rules;

/// <summary>The rules in force, replaced as a whole. A call takes them once, at its start, and keeps them to its end.</summary>
internal sealed class RuleBook
{
    private volatile RulesSnapshot? _current;
    private volatile RulesSnapshot? _shadow;

    /// <summary>Gets the rules that answer calls.</summary>
    /// <exception cref="InvalidOperationException">Nothing is loaded yet.</exception>
    public RulesSnapshot Current => _current ?? throw new InvalidOperationException("The rules are not loaded yet.");

    /// <summary>Gets a value indicating whether a version of the site is part of the rules that answer calls.</summary>
    public bool HasSiteVersion => _current?.SiteVersion is not null;

    /// <summary>Gets the rules that judge the same calls in shadow; null when there are none, or none that can be used.</summary>
    public RulesSnapshot? Shadow => _shadow;

    /// <summary>Replaces the rules that answer calls.</summary>
    public void Replace(RulesSnapshot rules) => _current = rules;

    /// <summary>Replaces the rules that judge in shadow; null for none.</summary>
    public void ReplaceShadow(RulesSnapshot? rules) => _shadow = rules;
}
