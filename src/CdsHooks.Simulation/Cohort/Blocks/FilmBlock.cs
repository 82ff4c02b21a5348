using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Simulation.Cohort.Charts;

namespace CdsHooks.Simulation.Cohort.Blocks;

/// <summary>Flexion-extension films: values in several shapes, reports without values, values that cannot be read.</summary>
internal static class FilmBlock
{
    private const string Motion = "flexion-extension-motion";
    private const string Beside = "flexion-extension-motion-with-stenosis";
    private const string AnyAge = "flexion-extension-motion-any-age";
    private const string OnFile = "dynamic-film";
    private const string Recent = "recent-film";
    private static readonly string[] Values = [Motion, Beside, AnyAge];
    private static readonly Coded Translation = Coded.OfRules("sagittal-translation-flexext", "Sagittal translation, flexion minus extension");
    private static readonly Coded Angulation = Coded.OfRules("sagittal-angulation-flexext", "Sagittal angulation, flexion minus extension");
    private static readonly Coded Films = Coded.Loinc("24971-4", "XR lumbar spine flexion and extension");
    private static readonly Coded FilmProcedure = Coded.Cpt("72120", "Lumbosacral radiographs, bending views");

    public static Block Age { get; } = new("film-age", [new Variant("within-half-a-year", draft => draft.IsFilmRecent = true), new Variant("older", draft => draft.IsFilmRecent = false)]);

    public static Block Block { get; } = new("film", [
        new Variant("none", _ => { }),
        new Variant("translation-up-to-3-mm", draft => Value(draft, draft.Dice.Between(5, 30)), Negative),
        new Variant("translation-above-3-up-to-4-mm", draft => Value(draft, draft.Dice.Between(31, 40)), Open(Reason.Borderline)),
        new Variant("translation-above-4-up-to-4.5-mm", draft => Value(draft, draft.Dice.Between(41, 45)), Positive),
        new Variant("translation-above-4.5-mm", draft => Value(draft, draft.Dice.Between(46, 90)), Positive),
        new Variant("angulation-above-10-degrees", draft => Angle(draft, draft.Dice.Between(11, 20)), Positive),
        new Variant("angulation-up-to-10-degrees", draft => Angle(draft, draft.Dice.Between(1, 10)), Negative),
        new Variant("newer-film-is-stable", Newer, Negative),
        new Variant("report-without-values", draft => draft.Chart.Write(new Report(Films, On(draft))), WithoutValues),
        new Variant("report-in-words", draft => draft.Chart.Write(new Report(Films, On(draft)) { Conclusion = "Bending views. No acute abnormality. See dictation." }), [.. WithoutValues, Outcome.Met("unread-text")]),
        new Variant("procedure-without-report", draft => draft.Chart.Write(new Treatment(FilmProcedure, On(draft))), WithoutValues),
        new Variant("ordered-not-done", draft => draft.Chart.WriteRequest(Films, "active", On(draft)), Outcome.Met(OnFile)),
        new Variant("value-too-old", TooOld, Outcome.NotMet(Motion, Reason.TooOld), Outcome.NotMet(Beside, Reason.TooOld), Outcome.Met(AnyAge), Outcome.NotMet(OnFile, Reason.TooOld), Outcome.NotMet(Recent, Reason.TooOld)),
        new Variant("report-too-old", draft => draft.Chart.Write(new Report(Films, draft.Before(draft.Dice.Between(400, 700)))), Outcome.NotMet(Motion, Reason.TooOld), Outcome.NotMet(Beside, Reason.TooOld), Outcome.NotMet(OnFile, Reason.TooOld), Outcome.NotMet(Recent, Reason.TooOld)),
        new Variant("value-preliminary", draft => draft.Chart.Write(Millimetres(draft, 52, draft.Before(draft.Dice.Between(5, 175))) with { Status = "preliminary" }), [.. Open(Reason.Preliminary), Outcome.Unknown(OnFile, Reason.Preliminary), Outcome.Unknown(Recent, Reason.Preliminary)]),
        new Variant("value-without-unit", draft => draft.Chart.Write(new Measurement(Translation, draft.Before(60)) { Amount = new Quantity(4.5m, null) }), Open(Reason.Unusable)),
        new Variant("value-implausible", draft => draft.Chart.Write(new Measurement(Translation, draft.Before(60)) { Amount = new Quantity(41m, "mm") }), Open(Reason.Unusable)),
        new Variant("value-in-words", draft => draft.Chart.Write(new Measurement(Translation, draft.Before(60)) { Words = "3-4 mm" }), Open(Reason.Unusable)),
        new Variant("value-withheld", draft => draft.Chart.Write(new Measurement(Translation, draft.Before(60)) { IsWithheld = true }), Open(Reason.ReportWithoutValues)),
        new Variant("value-undated", draft => draft.Chart.Write(Millimetres(draft, 55, When.NotStated)), [.. Open(Reason.Unusable), Outcome.Unknown(OnFile, Reason.Unusable), Outcome.Unknown(Recent, Reason.Unusable)]),
        new Variant("values-contradict", Contradict, [.. Open(Reason.Conflicting), Outcome.Met(OnFile)]),
        new Variant("value-at-another-level", AtAnotherLevel, [.. Open(Reason.OtherLevel), Outcome.Met(OnFile)]) { NeedsOrder = true },
        new Variant("value-of-the-neck", draft => draft.Chart.Write(new Measurement(Translation, draft.Before(60)) { Amount = new Quantity(4.8m, "mm"), Site = BodySites.CervicalSpine }), DiagnosisBlock.Each([Motion, Beside, AnyAge, OnFile, Recent], id => Outcome.NotMet(id, Reason.OtherRegion))),
        new Variant("value-in-error", draft => draft.Chart.Write(new Measurement(Translation, draft.Before(60)) { Amount = new Quantity(4.8m, "mm"), Status = "entered-in-error" })),
        new Variant("local-code", draft => draft.Chart.Write(new Measurement(Coded.OfHospital("FLEXEXT", "Flexion-extension translation"), draft.Before(60)) { Amount = new Quantity(4.8m, "mm") })),
    ]);

    private static IReadOnlyList<Outcome> Positive => [.. DiagnosisBlock.Met(Values), Outcome.Met(OnFile)];

    private static IReadOnlyList<Outcome> Negative => [.. DiagnosisBlock.Each(Values, id => Outcome.NotMet(id, Reason.MeasuredNegative)), Outcome.Met(OnFile)];

    private static IReadOnlyList<Outcome> WithoutValues => [Outcome.Unknown(Motion, Reason.ReportWithoutValues), Outcome.Unknown(Beside, Reason.ReportWithoutValues), Outcome.Met(OnFile)];

    private static IReadOnlyList<Outcome> Open(Reason reason) => reason is Reason.Borderline
        ? [.. DiagnosisBlock.Each(Values, id => Outcome.Unknown(id, reason)), Outcome.Met(OnFile)]
        : DiagnosisBlock.Each(Values, id => Outcome.Unknown(id, reason));

    /// <summary>Draws the day of a film, and notes what its age means.</summary>
    private static DateOnly On(ChartDraft draft)
    {
        draft.Expect(draft.IsFilmRecent ? Outcome.Met(Recent) : Outcome.NotMet(Recent, Reason.TooOld));
        return draft.Before(draft.IsFilmRecent ? draft.Dice.Between(5, 175) : draft.Dice.Between(190, 355));
    }

    private static void Value(ChartDraft draft, int tenths)
    {
        draft.Measured("translationMm", tenths / 10m);
        var on = On(draft);
        switch (draft.Dice.Next(5))
        {
            case 0:
                draft.Chart.Write(new Measurement(Translation, on) { Amount = new Quantity(tenths / 100m, "cm"), Site = Concept.Words("L4-L5") });
                break;
            case 1:
                draft.Chart.Write(new Measurement(Coded.Loinc("24971-4", "XR lumbar spine flexion and extension"), on) { Parts = [(Translation, new Quantity(tenths / 10m, "mm"))] });
                break;
            case 2:
                var id = draft.Chart.Write(Millimetres(draft, tenths, on));
                draft.Chart.Write(new Report(Films, on) { Result = id, Conclusion = "Measured on bending views." });
                break;
            case 3:
                draft.Chart.Write(new Measurement(Translation, When.Moment(on, 615)) { Amount = new Quantity(-tenths / 10m, "mm"), Category = "imaging" });
                break;
            default:
                draft.Chart.Write(Millimetres(draft, tenths, on));
                break;
        }
    }

    private static Measurement Millimetres(ChartDraft draft, int tenths, When on) => new(Translation, on)
    {
        Amount = new Quantity(tenths / 10m, "mm"),
        Site = draft.Dice.Next(2) == 0 ? BodySites.LumbarSpine : Concept.Words("L4-L5"),
    };

    private static void Angle(ChartDraft draft, int degrees)
    {
        draft.Measured("angulationDegrees", degrees);
        draft.Chart.Write(new Measurement(Angulation, On(draft)) { Amount = new Quantity(degrees, "deg") });
    }

    private static void Newer(ChartDraft draft)
    {
        draft.Measured("translationMm", 2.1m);
        draft.Chart.Write(new Measurement(Translation, draft.Before(360)) { Amount = new Quantity(5.2m, "mm"), Site = Concept.Words("L4-L5") });
        draft.Chart.Write(new Measurement(Translation, On(draft)) { Amount = new Quantity(2.1m, "mm"), Site = Concept.Words("L4-L5") });
    }

    private static void TooOld(ChartDraft draft) =>
        draft.Chart.Write(Millimetres(draft, draft.Dice.Between(46, 70), draft.Before(draft.Dice.Between(400, 900))));

    private static void Contradict(ChartDraft draft)
    {
        var on = On(draft);
        draft.Chart.Write(new Measurement(Translation, on) { Amount = new Quantity(4.8m, "mm"), Site = Concept.Words("L4-L5") });
        draft.Chart.Write(new Measurement(Translation, on) { Amount = new Quantity(2.0m, "mm"), Site = Concept.Words("L4-L5") });
    }

    private static void AtAnotherLevel(ChartDraft draft)
    {
        draft.OrderLevel = "L5-S1";
        draft.Chart.Write(new Measurement(Translation, On(draft)) { Amount = new Quantity(5.5m, "mm"), Site = Concept.Words("L2-L3") });
    }
}
