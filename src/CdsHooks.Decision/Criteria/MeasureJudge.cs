using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Evidence;
using CdsHooks.Fhir.Terminology;

namespace CdsHooks.Decision.Criteria;

/// <summary>Compares one measured value with a threshold, including units, plausibility, comparators and codes.</summary>
internal static class MeasureJudge
{
    private static readonly (CriterionResult, Reason) IsMet = (CriterionResult.Met, Reason.Documented);
    private static readonly (CriterionResult, Reason) IsNotMet = (CriterionResult.NotMet, Reason.MeasuredNegative);
    private static readonly (CriterionResult, Reason) IsUnusable = (CriterionResult.Unknown, Reason.Unusable);

    public static (CriterionResult Result, Reason Reason) Judge(MeasuredValue value, MeasureThreshold threshold, TerminologyIndex terminology)
    {
        if (threshold.MetBoolean is { } wanted)
        {
            return value.Flag is { } flag ? Of(flag == wanted) : IsUnusable;
        }

        if (threshold.IsNumeric)
        {
            return NumberOf(value, threshold, terminology) is { } number
                ? JudgeNumber(number, value.Comparator, threshold)
                : IsUnusable;
        }

        return JudgeCode(value, threshold);
    }

    /// <summary>Gets the number in the unit of the threshold; null when there is none, or when its unit does not convert.</summary>
    public static decimal? NumberOf(MeasuredValue value, MeasureThreshold threshold, TerminologyIndex terminology)
    {
        if (threshold.Unit is { } unit)
        {
            return value.TryConvert(unit, out var converted) ? converted : null;
        }

        if (threshold.Ordinals >= 0)
        {
            foreach (var (system, code) in value.Coded)
            {
                if (terminology.Ordinal(threshold.Ordinals, system, code) is { } ordinal)
                {
                    return ordinal;
                }
            }
        }

        return threshold.MetAny ? value.Number : value.AsScore();
    }

    /// <summary>Gets the number in the unit of the threshold, without its sign where that does not count; null when it is not plausible, too.</summary>
    public static decimal? PlausibleOf(MeasuredValue value, MeasureThreshold threshold, TerminologyIndex terminology)
    {
        var number = NumberOf(value, threshold, terminology);
        var compared = threshold.IsAbsolute && value.Comparator is null && number < 0 ? -number : number;
        return compared < 0 || compared > threshold.MaxPlausible ? null : compared;
    }

    public static (CriterionResult Result, Reason Reason) JudgeNumber(decimal number, string? comparator, MeasureThreshold threshold)
    {
        if (threshold.IsAbsolute && number < 0)
        {
            if (comparator is not null)
            {
                return IsUnusable;
            }

            number = -number;
        }

        return number < 0 || number > threshold.MaxPlausible ? IsUnusable
            : threshold.MetAny ? IsMet
            : threshold.MetTo is { } upTo ? JudgeUpTo(number, comparator, upTo)
            : threshold.MetFrom is { } from ? JudgeFrom(number, comparator, from)
            : JudgeAbove(number, comparator, threshold.MetAbove ?? 0, threshold.IndeterminateAbove);
    }

    private static (CriterionResult Result, Reason Reason) JudgeAbove(decimal number, string? comparator, decimal met, decimal? indeterminate)
    {
        var lower = Math.Min(indeterminate ?? met, met);
        return comparator switch
        {
            null when number > met => IsMet,
            null when number > lower => (CriterionResult.Unknown, Reason.Borderline),
            null => IsNotMet,
            ">" when number >= met => IsMet,
            ">=" when number > met => IsMet,
            "<" or "<=" when number <= lower => IsNotMet,
            _ => IsUnusable,
        };
    }

    private static (CriterionResult Result, Reason Reason) JudgeFrom(decimal number, string? comparator, decimal met) => comparator switch
    {
        null => Of(number >= met),
        ">" or ">=" when number >= met => IsMet,
        "<" when number <= met => IsNotMet,
        "<=" when number < met => IsNotMet,
        _ => IsUnusable,
    };

    private static (CriterionResult Result, Reason Reason) JudgeUpTo(decimal number, string? comparator, decimal met) => comparator switch
    {
        null => Of(number <= met),
        "<" or "<=" when number <= met => IsMet,
        ">" when number >= met => IsNotMet,
        ">=" when number > met => IsNotMet,
        _ => IsUnusable,
    };

    private static (CriterionResult Result, Reason Reason) JudgeCode(MeasuredValue value, MeasureThreshold threshold)
    {
        var isMet = (threshold.MetValues >= 0 && value.Values.Contains(threshold.MetValues))
            || (threshold.MetCodes is { } codes && value.Coded.Any(coded => codes.Contains(coded.Code, StringComparer.Ordinal)));
        return isMet ? IsMet
            : threshold.OtherValues >= 0 && value.Values.Contains(threshold.OtherValues) ? IsNotMet
            : (CriterionResult.Unknown, Reason.NotCoded);
    }

    private static (CriterionResult Result, Reason Reason) Of(bool isMet) => isMet ? IsMet : IsNotMet;
}
