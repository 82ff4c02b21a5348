using CdsHooks.Decision.Criteria.Matching;
using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Evidence;
using CdsHooks.Fhir.Terminology;

namespace CdsHooks.Decision.Criteria;

/// <summary>Kind <c>measurement</c>: the newest value of each group (measure and body site) decides; met if any group is met.</summary>
internal sealed class MeasurementCriterion(
    CriterionOutline outline,
    IReadOnlyList<EvidenceInput> inputs,
    bool absentIsUnknown,
    Duration? lookback,
    int level,
    bool sameLevel,
    TerminologyIndex terminology)
    : LeafCriterion(outline, inputs, absentIsUnknown)
{
    public override Duration? Lookback => lookback;

    public override IEnumerable<int> OwnValueSets => [level];

    public override CriterionState Assess(AssessmentContext context)
    {
        var matches = InputMatches.Take(Inputs, context);
        List<MeasureReading> passedOver = [];
        var readings = Readings(matches, context, passedOver);
        var unreadable = Unreadable(matches, context);
        var state = Decide(context, matches, readings, unreadable);
        return readings.Count + passedOver.Count == 0
            ? state
            : With(state, () => FiguresOf(context, matches, [.. readings, .. passedOver], unreadable));
    }

    public override RecordedResult? Judge(FindingFigures figures) =>
        RecordedFigures.OfMeasurement(figures, [.. Inputs.Select(input => input.Threshold).OfType<MeasureThreshold>()]);

    private CriterionState Decide(AssessmentContext context, InputMatches matches, List<MeasureReading> readings, List<MeasureReading> unreadable)
    {
        var groups = MeasureReading.Ordered(readings.Where(reading => !reading.IsTooOld))
            .GroupBy(reading => reading.Group)
            .Select(group => Decide([.. group, .. unreadable.FindAll(doubt => doubt.MayBeOf(group.Key))]))
            .OrderByDescending(group => group.Facts.Last)
            .ToList();
        var elsewhere = groups.FindAll(group => IsElsewhere(MeasureBodySite.Of(group.Records[0], level, Inputs), context));
        var usable = groups.Exists(group => group.Reason is not Reason.Unusable and not Reason.Preliminary);
        if (usable)
        {
            RemoveAnsweredDoubts(matches, readings);
        }

        if (Missing(context, NeededRoles.Counting) is not null)
        {
            // The values of a report may be among the lost records.
            matches.Doubts.RemoveAll(doubt => doubt.Input.GraceDays is not null);
        }

        groups.RemoveAll(elsewhere.Contains);
        if (groups.Find(group => group.Result is CriterionResult.Met) is { } met)
        {
            return Missing(context, NeededRoles.Counting) is { } missing
                ? Unknown(missing, met.Items, met.Records, met.Facts)
                : Met(Reason.Documented, met.Records, met.Facts, met.Items);
        }

        if (groups.Find(group => group.Result is CriterionResult.Unknown) is { } unknown)
        {
            return Unknown(unknown.Reason, unknown.Items, unknown.Records, unknown.Facts);
        }

        if ((elsewhere.Find(group => group.Result is CriterionResult.Met) ?? elsewhere.Find(group => group.Result is CriterionResult.Unknown) ?? (groups.Count == 0 ? elsewhere.FirstOrDefault() : null)) is { } other)
        {
            // No value at the level of the order decides, and there is a value at another level.
            List<EvidenceItem> both = [.. other.Items.Select(item => item with { Text = $"{item.Text} (ordered: {context.OrderLevels})" })];
            return Unknown(Reason.OtherLevel, both, other.Records, other.Facts);
        }

        if (groups.Count > 0)
        {
            List<EvidenceItem> items = [.. groups.SelectMany(group => group.Items).Distinct()];
            return NotMetOrUnknown(context, matches, Reason.MeasuredNegative, items, groups[0].Facts);
        }

        matches.Counts.Clear();
        return readings.Count > 0
            ? NotMetOrUnknown(context, matches, Reason.TooOld, [.. MeasureReading.Ordered(readings).Select(reading => reading.Item).Distinct()], new FindingFacts(Last: readings.Max(reading => reading.Record.Start?.Latest)))
            : NotMetOrUnknown(context, matches);
    }

    protected override IEnumerable<CriterionOutcome> OwnOutcomes
    {
        get
        {
            var thresholds = Inputs.Select(input => input.Threshold).OfType<MeasureThreshold>().ToList();
            return CriterionOutcome.Of(
                (thresholds.Exists(threshold => threshold.MayFail), CriterionOutcome.NotMet(Reason.MeasuredNegative)),
                (true, CriterionOutcome.Unknown(Reason.Conflicting)),
                (Inputs.Any(input => input is { Kind: EvidenceKind.Observation, Role: InputRole.Counts }), CriterionOutcome.Unknown(Reason.ReportWithoutValues)),
                (sameLevel, CriterionOutcome.Unknown(Reason.OtherLevel)),
                (lookback is not null, CriterionOutcome.NotMet(Reason.TooOld)),
                (thresholds.Exists(threshold => threshold.IndeterminateAbove < threshold.MetAbove), CriterionOutcome.Unknown(Reason.Borderline)),
                (thresholds.Exists(threshold => threshold is { IsNumeric: false, MetBoolean: null }), CriterionOutcome.Unknown(Reason.NotCoded)));
        }
    }

    /// <summary>Determines whether a body site names a level that is not one of the order's, where only those count.</summary>
    private bool IsElsewhere(string bodySite, AssessmentContext context) =>
        sameLevel && MeasureBodySite.LevelIn(bodySite) is { } measured && context.OrderLevels.Excludes(measured);

    /// <summary>Reads the values.</summary>
    /// <param name="matches">The matches of the inputs.</param>
    /// <param name="context">The assessment.</param>
    /// <param name="passedOver">Receives the preliminary values that would not meet the criterion.</param>
    private List<MeasureReading> Readings(InputMatches matches, AssessmentContext context, List<MeasureReading> passedOver)
    {
        List<MeasureReading> readings = [];
        foreach (var (record, input) in matches.Counts)
        {
            readings.AddRange(Read(record, input, isPreliminary: false, context));
        }

        // A preliminary value matters only if it would meet the criterion; then it is an unknown reading.
        foreach (var (record, reason, _, input) in matches.Doubts.FindAll(doubt => doubt.Input.Role is InputRole.Counts))
        {
            if (reason is Reason.Preliminary)
            {
                matches.Doubts.RemoveAll(doubt => ReferenceEquals(doubt.Record, record) && ReferenceEquals(doubt.Input, input));
                foreach (var reading in Read(record, input, isPreliminary: true, context))
                {
                    (reading.IsPassedOver ? passedOver : readings).Add(reading);
                }
            }
        }

        return readings;
    }

    /// <summary>Lists the unreadable records of a measure, each of which may be the newest of its body site, or of any if its body site is not known.</summary>
    private List<MeasureReading> Unreadable(InputMatches matches, AssessmentContext context) =>
        [.. matches.Doubts
            .Where(doubt => doubt.Input.Role is InputRole.Counts && doubt.Record.Kind is EvidenceKind.Observation)
            .Select(doubt => new MeasureReading(
                doubt.Record,
                (doubt.Input, MeasureBodySite.Of(doubt.Record, level, Inputs)),
                doubt.Record.Wording,
                CriterionResult.Unknown,
                doubt.Reason).Dated(lookback, context.Clock))
            .Where(reading => !reading.IsTooOld)];

    private IEnumerable<MeasureReading> Read(EvidenceRecord record, EvidenceInput input, bool isPreliminary, AssessmentContext context)
    {
        var threshold = input.Threshold!;
        var codeFilter = input.CodeValueSets.FirstOrDefault(-1);
        var values = record is ObservationRecord observation
            ? observation.Measured.Where(value => (value.IsPresent || value.IsMissing) && (codeFilter < 0 || value.Codes.Contains(codeFilter)))
            : [new MeasuredValue { Codes = record.Codes, IsPresent = true, Coded = CodingsOf(record), Values = record.Codes, Text = record.Wording }];
        foreach (var value in values)
        {
            var (result, reason) = value.IsMissing ? (CriterionResult.Unknown, Reason.ReportWithoutValues) : MeasureJudge.Judge(value, threshold, terminology);
            var isPassedOver = isPreliminary && (result is CriterionResult.NotMet || reason is Reason.Borderline);
            if (isPreliminary)
            {
                (result, reason) = (CriterionResult.Unknown, Reason.Preliminary);
            }

            yield return new MeasureReading(record, (input, MeasureBodySite.Of(record, level, Inputs)), Text(record, value), result, reason) { Value = value.Text, Measured = value, IsPassedOver = isPassedOver }.Dated(lookback, context.Clock);
        }
    }

    private FindingFigures FiguresOf(AssessmentContext context, InputMatches matches, List<MeasureReading> readings, List<MeasureReading> unreadable)
    {
        List<Figure> figures = [];
        var inOrder = MeasureReading.Ordered(readings).ToList();
        var groups = inOrder.Select(reading => reading.Group).Distinct().ToList();
        foreach (var (index, group) in groups.Index())
        {
            var kind = IsElsewhere(group.BodySite, context) ? FigureKind.ValueElsewhere : FigureKind.Value;
            var ofGroup = inOrder.FindAll(reading => reading.Group == group).Concat(unreadable.FindAll(doubt => doubt.MayBeOf(group)));
            figures.AddRange(ofGroup.Select(reading => reading.Figure(kind, index, terminology, context.Clock)).OfType<Figure>());
        }

        var found = readings.FindAll(reading => !reading.IsPassedOver);
        Reason? reason = found.Count == 0 ? null : found.TrueForAll(reading => reading.IsTooOld) ? Reason.TooOld : Reason.MeasuredNegative;
        return new FindingFigures(
            figures, OpenReason(context, matches, reason), Missing(context, NeededRoles.Counting), context.Clock.DaysTo(lookback?.Before(context.Clock.EvaluationDate)));
    }

    private static IReadOnlyList<(string System, string Code)> CodingsOf(EvidenceRecord record) => record switch
    {
        ConditionRecord condition => condition.CodedAs,
        OrderRecord order => order.CodedAs,
        _ => [],
    };

    private static string? Text(EvidenceRecord record, MeasuredValue value)
    {
        var what = value.TextOf(record is ObservationRecord ? record.Wording : null) ?? record.Wording;
        return what is not null && record is ObservationRecord { SiteText: { Length: > 0 } site } ? $"{what} at {site}" : what;
    }

    /// <summary>
    /// Decides a group: all values that may be the newest must agree. Preliminary values are ignored, unless there is no other value, or they
    /// are as new as a final value that does not meet the criterion.
    /// </summary>
    private static MeasureGroup Decide(List<MeasureReading> group)
    {
        var final = group.FindAll(reading => reading.Reason is not Reason.Preliminary);
        var decided = Agree(Newest(final.Count > 0 ? final : group));
        if (decided.Result is not CriterionResult.NotMet)
        {
            return decided;
        }

        var preliminary = Newest(group).FindAll(reading => reading.Reason is Reason.Preliminary);
        return preliminary.Count > 0 ? Agree(preliminary) : decided;
    }

    private static List<MeasureReading> Newest(List<MeasureReading> group)
    {
        var latestStart = group.Max(reading => reading.Record.Start?.Earliest ?? DateOnly.MinValue);
        return group.FindAll(reading => reading.Record.Start is { } start
            ? start.IsPossiblyOnOrAfter(latestStart)
            : reading.Record.Kind is not EvidenceKind.Condition || latestStart == DateOnly.MinValue);
    }

    private static MeasureGroup Agree(List<MeasureReading> newest)
    {
        var inOrder = newest.Count == 1
            ? newest
            : [.. MeasureReading.Ordered(newest).OrderBy(reading => reading.Result is CriterionResult.Unknown).ThenBy(reading => reading.Reason)];
        var first = inOrder[0];
        var agree = inOrder.TrueForAll(reading => reading.Result == first.Result);
        return new MeasureGroup(
            agree ? first.Result : CriterionResult.Unknown,
            agree ? first.Reason : Reason.Conflicting,
            [.. inOrder.Select(reading => reading.Item).Distinct()],
            [.. inOrder.Select(reading => reading.Record).Distinct()],
            new FindingFacts(Last: first.Record.Start?.Latest, Measured: first.Item.Text, Value: first.Value));
    }

    /// <summary>Removes the doubt of a report without values if a usable value is as recent.</summary>
    private static void RemoveAnsweredDoubts(InputMatches matches, List<MeasureReading> readings) => matches.Doubts.RemoveAll(doubt =>
        doubt.Input.GraceDays is { } grace
        && doubt.Record.Start is { } reported
        && readings.Exists(reading =>
            reading.Reason is not Reason.Unusable and not Reason.Preliminary
            && reading.Record.Start is { } measured
            && measured.IsCertainlyOnOrAfter(reported.Latest.Plus(-grace))));
}
