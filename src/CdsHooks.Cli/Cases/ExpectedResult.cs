using CdsHooks.Decision.Criteria.Results;

namespace CdsHooks.Cli.Cases;

/// <summary>What a criterion's result must be, and its reason unless that is left open.</summary>
internal sealed record ExpectedResult(CriterionResult Result, Reason? Reason)
{
    public override string ToString() => Show(Result, Reason);

    public static string Show(CriterionResult result, Reason? reason) =>
        reason is { } given ? $"{result.ToCode()}, {given.ToCode()}" : result.ToCode();
}
