using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Evidence;

namespace CdsHooks.Decision.Criteria.Matching;

/// <summary>Lists the reasons for which <see cref="EvidenceInput.Examine"/> can raise doubt or drop a record.</summary>
internal static class InputOutcomes
{
    /// <summary>Lists the reasons for doubt that a record of an input can give.</summary>
    /// <param name="input">The input.</param>
    /// <param name="others">The outcomes of another criterion, by id.</param>
    public static IEnumerable<Reason> Doubts(EvidenceInput input, Func<string, IReadOnlySet<CriterionOutcome>> others)
    {
        var isOrder = input.Kind is EvidenceKind.DraftOrder;
        var isNeutral = input.BodySite.BodySiteRule is InputBodySite.Neutral;
        var own = Possible(
            (input.Role is InputRole.Doubts, input.GivenReason ?? Reason.NotCoded),

            // A malformed record, or a date or a reason that cannot be read.
            (!isOrder || input.ReadsReason, Reason.Unusable),

            // A status that is missing, or a code that FHIR does not define.
            (!isOrder && (input.Statuses.Count == 0 || !input.NeedsStatusReason), Reason.Unconfirmed),
            (input is { Statuses.Count: 0, Kind: EvidenceKind.Observation or EvidenceKind.DiagnosticReport }, Reason.Preliminary),

            // A diagnosis, a reason or a body site in free text.
            (input.DoubtsUncoded || MayBeUncoded(input), Reason.NotCoded),

            // An order without any body site is dropped; one with a site in free text is not.
            ((isNeutral && !input.BodySite.UnstatedCounts) || input is { NeedsPerformer: true, Kind: EvidenceKind.Observation }, Reason.NotStated),
            (ReadsReasons(input) || (isNeutral && isOrder), Reason.NotRetrieved));
        return input.Dates.After is { } after
            ? own.Concat(others(after).Where(outcome => outcome.Result is CriterionResult.Unknown).Select(outcome => outcome.Reason))
            : own;
    }

    /// <summary>Lists the reasons for which a record of an input can be dropped.</summary>
    public static IEnumerable<Reason> Drops(EvidenceInput input)
    {
        var rule = input.BodySite.BodySiteRule;
        var isBareOrder = rule is InputBodySite.Neutral && !input.BodySite.UnstatedCounts && input.Kind is EvidenceKind.DraftOrder;
        return Possible(
            (input is { Statuses.Count: 0, NeedsStatusReason: false, OnlyOwnOrders: false }, Reason.Excluded),
            (rule is InputBodySite.Neutral || input.BodySite.SameBodySite || (rule is InputBodySite.Stated && HasSites(input.Kind)), Reason.OtherRegion),
            (isBareOrder || input.BodySite is { SameBodySite: true, RequiresReason: true }, Reason.NotStated),
            (input.Dates.Lookback is not null, Reason.TooOld),
            (input.Dates.MinAge is not null, Reason.TooShort));
    }

    private static IEnumerable<Reason> Possible(params IEnumerable<(bool IsPossible, Reason Reason)> reasons) =>
        reasons.Where(entry => entry.IsPossible).Select(entry => entry.Reason);

    private static bool MayBeUncoded(EvidenceInput input)
    {
        if (input.Kind is EvidenceKind.DraftOrder)
        {
            return input.ReadsReason || input.BodySite.BodySiteRule is InputBodySite.Neutral;
        }

        var mayBeUnread = HasSites(input.Kind) && !input.BodySite.SiteNamesPart;
        return mayBeUnread && (input.BodySite.BodySiteRule is InputBodySite.Stated || input.BodySite is { BodySiteRule: InputBodySite.Neutral, UnstatedCounts: true });
    }

    private static bool ReadsReasons(EvidenceInput input) => input.ReadsReason || input.NeedsReasonIn >= 0 || input.BodySite.SameBodySite;

    private static bool HasSites(EvidenceKind kind) =>
        kind is EvidenceKind.Condition or EvidenceKind.Procedure or EvidenceKind.Observation or EvidenceKind.ServiceRequest;
}
