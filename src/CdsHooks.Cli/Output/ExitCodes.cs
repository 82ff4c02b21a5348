namespace CdsHooks.Cli.Output;

/// <summary>What the program's exit code says.</summary>
internal static class ExitCodes
{
    public const int Fine = 0;

    /// <summary>The program did its work and found something wrong.</summary>
    public const int Findings = 1;

    /// <summary>It was called wrongly: an unknown option, a file that is not there or is not what it should be.</summary>
    public const int WrongUse = 2;

    /// <summary>It could not do its work: rules with errors, a disk that cannot be read.</summary>
    public const int CouldNotRun = 3;
}
