namespace CdsHooks.Cli.Check;

/// <summary>How bad a finding is.</summary>
internal enum Severity
{
    /// <summary>The rules must not be used like this.</summary>
    Error,

    /// <summary>Worth a look.</summary>
    Warning,

    /// <summary>Good to know.</summary>
    Note,
}
