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
        if (input.Role is InputRole.Doubts)
        {
            yield return input.GivenReason ?? Reason.NotCoded;
        }

        if (input.Kind is not EvidenceKind.DraftOrder || input.ReadsReason)
        {
            // A malformed record, or a date or a reason that cannot be read.
            yield return Reason.Unusable;
        }

        if (input.Kind is not EvidenceKind.DraftOrder && (input.Statuses.Count == 0 || !input.NeedsStatusReason))
        {
            // A status that is missing, or a code that FHIR does not define.
            yield return Reason.Unconfirmed;
        }

        if (input is { Statuses.Count: 0, Kind: EvidenceKind.Observation or EvidenceKind.DiagnosticReport })
        {
            yield return Reason.Preliminary;
        }

        if (input.DoubtsUncoded || MayBeUncoded(input))
        {
            // A diagnosis, a reason or a body site in free text.
            yield return Reason.NotCoded;
        }

        var isNeutral = input.BodySite.BodySiteRule is InputBodySite.Neutral;
        var mayLackBodySite = isNeutral && !input.BodySite.UnstatedCounts;
        if (mayLackBodySite || input is { NeedsPerformer: true, Kind: EvidenceKind.Observation })
        {
            // An order without any body site is dropped; one with a site in free text is not.
            yield return Reason.NotStated;
        }

        if (ReadsReasons(input) || (isNeutral && input.Kind is EvidenceKind.DraftOrder))
        {
            yield return Reason.NotRetrieved;
        }

        if (input.Dates.After is { } after)
        {
            foreach (var outcome in others(after).Where(outcome => outcome.Result is CriterionResult.Unknown))
            {
                yield return outcome.Reason;
            }
        }
    }

    /// <summary>Lists the reasons for which a record of an input can be dropped.</summary>
    public static IEnumerable<Reason> Drops(EvidenceInput input)
    {
        if (input is { Statuses.Count: 0, NeedsStatusReason: false, OnlyOwnOrders: false })
        {
            yield return Reason.Excluded;
        }

        if (input.BodySite.BodySiteRule is InputBodySite.Neutral || input.BodySite.SameBodySite
            || (input.BodySite.BodySiteRule is InputBodySite.Stated && HasSites(input.Kind)))
        {
            yield return Reason.OtherRegion;
        }

        var isOrderWithoutBodySite = input.BodySite.BodySiteRule is InputBodySite.Neutral && !input.BodySite.UnstatedCounts && input.Kind is EvidenceKind.DraftOrder;
        if (isOrderWithoutBodySite || input.BodySite is { SameBodySite: true, RequiresReason: true })
        {
            yield return Reason.NotStated;
        }

        if (input.Dates.Lookback is not null)
        {
            yield return Reason.TooOld;
        }

        if (input.Dates.MinAge is not null)
        {
            yield return Reason.TooShort;
        }
    }

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
