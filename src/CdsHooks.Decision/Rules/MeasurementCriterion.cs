using CdsHooks.Decision.Evidence;
using CdsHooks.Fhir.Terminology;

namespace CdsHooks.Decision.Rules;

/// <summary>Kind <c>measurement</c>: in each group (measure and place) the newest value decides; met if any group is.</summary>
internal sealed class MeasurementCriterion(
    CriterionOutline outline,
    IReadOnlyList<EvidenceInput> inputs,
    bool absentIsUnknown,
    Duration? lookback,
    int level,
    TerminologyIndex terminology)
    : LeafCriterion(outline, inputs, absentIsUnknown)
{
    public override CriterionState Assess(AssessmentContext context)
    {
        var tally = Tally.Take(Inputs, context);
        var readings = Readings(tally, context);
        var groups = readings.Where(reading => !reading.IsTooOld).GroupBy(reading => reading.Group).Select(Decide).ToList();
        var usable = groups.Exists(group => group.Reason is not Reason.Unusable and not Reason.Preliminary);
        if (usable)
        {
            Silence(tally, readings);
        }

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

        if (groups.Count > 0)
        {
            List<EvidenceItem> items = [.. groups.SelectMany(group => group.Items)];
            return Fallen(context, tally, Reason.MeasuredNegative, items, groups[0].Facts);
        }

        tally.Counts.Clear();
        return readings.Count > 0
            ? Fallen(context, tally, Reason.TooOld, [.. readings.Select(reading => reading.Item)], new FindingFacts(Last: readings.Max(reading => reading.Record.Start?.Latest)))
            : Fallen(context, tally);
    }

    private List<MeasureReading> Readings(Tally tally, AssessmentContext context)
    {
        List<MeasureReading> readings = [];
        foreach (var (record, input) in tally.Counts)
        {
            Read(record, input, isPreliminary: false, context, readings);
        }

        // A preliminary value speaks only if it would meet; then it is a reading of its own, and unknown.
        foreach (var (record, reason, _, input) in tally.Doubts.FindAll(doubt => doubt.Input.Role is InputRole.Counts))
        {
            if (reason is Reason.Preliminary)
            {
                tally.Doubts.RemoveAll(doubt => ReferenceEquals(doubt.Record, record) && ReferenceEquals(doubt.Input, input));
                Read(record, input, isPreliminary: true, context, readings);
            }
        }

        return readings;
    }

    private void Read(EvidenceRecord record, EvidenceInput input, bool isPreliminary, AssessmentContext context, List<MeasureReading> readings)
    {
        var threshold = input.Threshold!;
        var codeFilter = input.Filters.Where(filter => filter.Path is EvidencePath.Code).Select(filter => filter.ValueSet).FirstOrDefault(-1);
        var values = record.Kind is EvidenceKind.Observation
            ? record.Measured.Where(value => value.IsPresent && (codeFilter < 0 || value.Codes.Contains(codeFilter)))
            : [new MeasuredValue { Codes = record.Codes, IsPresent = true, Coded = record.CodedAs, Text = record.Wording }];
        foreach (var value in values)
        {
            var (result, reason) = MeasureJudge.Judge(value, threshold, terminology);
            if (isPreliminary)
            {
                if (result is not CriterionResult.Met)
                {
                    continue;
                }

                (result, reason) = (CriterionResult.Unknown, Reason.Preliminary);
            }

            readings.Add(new MeasureReading(record, (input, PlaceOf(record)), Text(record, value), result, reason).Dated(lookback, context.Clock));
        }
    }

    /// <summary>The place a value was measured at: only separates groups, whatever words name it.</summary>
    private string PlaceOf(EvidenceRecord record)
    {
        var parts = level < 0
            ? []
            : record.Measured.Where(part => part.Codes.Contains(level)).Select(part => part.Text ?? string.Join(',', part.Coded));
        return string.Join('|', [record.SiteText, .. parts]).ToUpperInvariant();
    }

    private static string? Text(EvidenceRecord record, MeasuredValue value)
    {
        var what = value.Text ?? record.Wording;
        return record.SiteText.Length == 0 || what is null ? what : $"{what} at {record.SiteText}";
    }

    /// <summary>Of the values that may be the newest, all must agree.</summary>
    private static MeasureGroup Decide(IEnumerable<MeasureReading> readings)
    {
        List<MeasureReading> group = [.. readings];
        var latestStart = group.Max(reading => reading.Record.Start?.Earliest ?? DateOnly.MinValue);
        var newest = group.FindAll(reading => reading.Record.Start is not { } start || start.IsPossiblyOnOrAfter(latestStart));
        var first = newest.Find(reading => reading.Result is not CriterionResult.Unknown) ?? newest[0];
        var agree = newest.TrueForAll(reading => reading.Result == first.Result);
        var reason = agree ? first.Reason : Reason.Conflicting;
        return new MeasureGroup(
            agree ? first.Result : CriterionResult.Unknown,
            reason,
            [.. newest.Select(reading => reading.Item)],
            [.. newest.Select(reading => reading.Record)],
            new FindingFacts(Last: first.Record.Start?.Latest, Measured: first.Item.Text));
    }

    /// <summary>A report without values says nothing new where a usable value is as recent as it.</summary>
    private static void Silence(Tally tally, List<MeasureReading> readings)
    {
        tally.Doubts.RemoveAll(doubt =>
            doubt.Input.GraceDays is { } grace
            && doubt.Record.Start is { } reported
            && readings.Exists(reading =>
                reading.Reason is not Reason.Unusable and not Reason.Preliminary
                && reading.Record.Start is { } measured
                && measured.IsCertainlyOnOrAfter(reported.Earliest.AddDays(-grace))));
    }
}
