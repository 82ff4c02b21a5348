namespace CdsHooks.Decision.Criteria.Results;

/// <summary>The limits by which a measurement input judges one value, in <see cref="Unit"/>.</summary>
internal sealed class MeasureThreshold
{
    /// <summary>Gets the UCUM unit of the thresholds; null for scores, ordinals and coded values.</summary>
    public string? Unit { get; init; }

    public decimal? MetAbove { get; init; }

    public decimal? MetFrom { get; init; }

    public decimal? MetTo { get; init; }

    public decimal? IndeterminateAbove { get; init; }

    public decimal? MaxPlausible { get; init; }

    public bool IsAbsolute { get; init; }

    public bool? MetBoolean { get; init; }

    public IReadOnlyList<string>? MetCodes { get; init; }

    /// <summary>Gets the value set of coded values that meet the criterion, or -1.</summary>
    public int MetValues { get; init; } = -1;

    /// <summary>Gets the value set of coded values that do not meet it, or -1.</summary>
    public int OtherValues { get; init; } = -1;

    /// <summary>Gets the value set whose ordinal values turn codes into numbers, or -1.</summary>
    public int Ordinals { get; init; } = -1;

    /// <summary>Gets a value indicating whether any plausible number meets the criterion, whatever its comparator, because it is only shown.</summary>
    public bool MetAny { get; init; }

    /// <summary>Gets a value indicating whether a readable value may fail to meet the criterion.</summary>
    public bool MayFail => !MetAny && (IsNumeric || MetBoolean is not null || OtherValues >= 0);

    public bool IsNumeric => MetAny || MetAbove is not null || MetFrom is not null || MetTo is not null;
}
