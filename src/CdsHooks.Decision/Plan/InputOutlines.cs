using CdsHooks.Decision.Criteria;
using CdsHooks.Decision.Criteria.Matching;
using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Evidence;
using CdsHooks.Fhir.Terminology;

namespace CdsHooks.Decision.Plan;

/// <summary>Describes the inputs of criteria.</summary>
internal static class InputOutlines
{
    /// <summary>Describes what a criterion reads; nothing for a group, and the Patient for a criterion of kind age.</summary>
    public static IReadOnlyList<InputOutline> Of(Criterion criterion, PlanBodySites bodySites, TerminologyIndex terminology) => criterion switch
    {
        LeafCriterion leaf => [.. leaf.Inputs.Select(input => Of(leaf, input, bodySites, terminology))],
        AgeCriterion => [new InputOutline(EvidenceKind.Patient, ReasonCodes.Kebab(nameof(InputRole.Counts)), [])],
        _ => [],
    };

    private static InputOutline Of(LeafCriterion leaf, EvidenceInput input, PlanBodySites bodySites, TerminologyIndex terminology)
    {
        var lookback = input.Dates.Lookback ?? leaf.Lookback;
        return new InputOutline(
            input.Kind,
            ReasonCodes.Kebab(input.Role.ToString()),
            [.. input.Filters.Select(filter => new InputFilter(ReasonCodes.Kebab(filter.Path.ToString()), terminology.Canonical(filter.ValueSet)))])
        {
            FurtherValueSets =
            [
                .. Further(input, bodySites).Concat(leaf.OwnValueSets).Where(index => index >= 0).Distinct()
                    .Select(terminology.Canonical).Order(StringComparer.Ordinal),
            ],
            LookbackMonths = lookback switch { { Unit: "mo" } months => months.Amount, { Unit: "a" } years => years.Amount * 12, _ => null },
            LookbackDays = lookback is { Unit: not ("mo" or "a") } days ? days.Days : null,
            Words = input.Words,
            IsForUnread = input.IsForUnresolved || input.IsForUnreadText,
        };
    }

    private static IEnumerable<int> Further(EvidenceInput input, PlanBodySites bodySites)
    {
        IEnumerable<int> own =
        [
            input.Exclude, input.Performers, input.NeedsReasonIn, input.StatusReasonIn, input.BodySite.SiteIn,
            input.Threshold?.MetValues ?? -1, input.Threshold?.OtherValues ?? -1, input.Threshold?.Ordinals ?? -1,
        ];
        var site = input.BodySite;
        return site is { BodySiteRule: InputBodySite.Any, SameBodySite: false }
            ? own
            : own.Concat([bodySites.Site, bodySites.OtherSite, bodySites.Reason, bodySites.OtherReason, bodySites.Nearby]);
    }
}
