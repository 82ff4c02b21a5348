namespace CdsHooks.Workbench.Doctor;

/// <summary>The result of one check of a deployment.</summary>
/// <param name="Check">The name of the check, unique within a run.</param>
/// <param name="State">The result.</param>
/// <param name="Message">One sentence on what was found. It never contains a token, a key or a value from a chart.</param>
/// <param name="Remedy">The way to mend it, or the option that would run the check; null when there is nothing to do.</param>
internal sealed record Finding(string Check, FindingState State, string Message, string? Remedy = null);

/// <summary>The result of a check.</summary>
internal enum FindingState
{
    /// <summary>All is well.</summary>
    Ok,

    /// <summary>Calls are answered, but something should be looked at.</summary>
    Warning,

    /// <summary>Calls fail, evidence is missed, or protection is missing.</summary>
    Problem,

    /// <summary>The check needs an option that was not given, or something that another check found missing.</summary>
    NotChecked,
}

/// <summary>Collects the findings of a run in order.</summary>
internal sealed class FindingList
{
    private readonly List<Finding> _findings = [];

    public IReadOnlyList<Finding> All => _findings;

    public void Ok(string check, string message) => _findings.Add(new Finding(check, FindingState.Ok, message));

    public void Warning(string check, string message, string remedy) => _findings.Add(new Finding(check, FindingState.Warning, message, remedy));

    public void Problem(string check, string message, string remedy) => _findings.Add(new Finding(check, FindingState.Problem, message, remedy));

    public void NotChecked(string check, string message) => _findings.Add(new Finding(check, FindingState.NotChecked, message));

    public int Count(FindingState state) => _findings.Count(finding => finding.State == state);
}
