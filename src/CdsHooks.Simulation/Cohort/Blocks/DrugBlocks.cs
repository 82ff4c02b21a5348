using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Simulation.Cohort.Charts;

namespace CdsHooks.Simulation.Cohort.Blocks;

/// <summary>Trials of the two drug classes that the plan asks for.</summary>
internal sealed class DrugBlocks
{
    private const int AssumedDays = 90;
    private static readonly Coded Gel = Coded.RxNorm("105999", "topical NSAID product");

    private static readonly DrugBlocks AntiInflammatory = new()
    {
        Trial = "anti-inflammatory-trial",
        Ingredients = [Coded.RxNorm("7258", "naproxen"), Coded.RxNorm("5640", "ibuprofen"), Coded.RxNorm("41493", "meloxicam"), Coded.RxNorm("140587", "celecoxib")],
        Products = [Coded.RxNorm("152695", "meloxicam 15 MG oral tablet"), Coded.RxNorm("205322", "celecoxib 100 MG oral capsule")],
        Class = Coded.Atc("M01AE02", "naproxen"),
        Shared = ["naproxen", "meloxicam"],
        InWords = "naproxen 500 mg tabs",
        DoubtRank = 1,
    };

    private static readonly DrugBlocks Neuropathic = new()
    {
        Trial = "neuropathic-trial",
        Ingredients = [Coded.RxNorm("25480", "gabapentin"), Coded.RxNorm("187832", "pregabalin"), Coded.RxNorm("72625", "duloxetine"), Coded.RxNorm("704", "amitriptyline")],
        Products = [Coded.RxNorm("105029", "gabapentin 300 MG oral capsule"), Coded.RxNorm("596930", "duloxetine 30 MG oral capsule")],
        Class = Coded.Atc("N02BF01", "gabapentin"),
        Shared = ["gabapentin", "duloxetine"],
        InWords = "gabapentin 300 mg caps",
        DoubtRank = 2,
    };

    public static IReadOnlyList<Block> All { get; } =
    [
        new(AntiInflammatory.Trial, [
            .. AntiInflammatory.Variants(),
            new Variant("gel", draft => draft.Chart.Write(new Prescription(draft.Before(120)) { Drug = Gel, SupplyDays = 60 })),
            new Variant("kidney-disease", draft => draft.Chart.Write(new Diagnosis(Coded.Icd10("N18.4", "Chronic kidney disease, stage 4 (severe)")) { Onset = draft.Before(700) }), Outcome.Met(AntiInflammatory.Trial, Reason.ByException)),
            new Variant("opioid-only", draft => draft.Chart.Write(new Prescription(draft.Before(100)) { Drug = Coded.RxNorm("7804", "oxycodone"), SupplyDays = 60 })),
        ]),
        new(Neuropathic.Trial, [
            .. Neuropathic.Variants(),
            new Variant("antipsychotic-only", draft => draft.Chart.Write(new Prescription(draft.Before(120)) { Drug = Coded.Atc("N05AH04", "quetiapine"), SupplyDays = 90 })),
        ]),
    ];

    public required string Trial { get; init; }

    public required Coded[] Ingredients { get; init; }

    public required Coded[] Products { get; init; }

    public required Coded Class { get; init; }

    public required string[] Shared { get; init; }

    public required string InWords { get; init; }

    public required int DoubtRank { get; init; }

    private IEnumerable<Variant> Variants() =>
    [
        new("none", _ => { }),
        new("supply-with-repeats", draft => Supplied(draft, draft.Dice.Pick(Ingredients), 30, draft.Dice.Between(0, 3)), Outcome.Met(Trial)),
        new("product-with-supply", draft => Supplied(draft, Concept.Of(Coded.OfHospital("NDC-0001", "Hospital product"), draft.Dice.Pick(Products)), 60, 0), Outcome.Met(Trial)),
        new("statement-with-period", draft => Taken(draft, draft.Dice.Between(28, 120)), Outcome.Met(Trial)),
        new("quantity-and-dose", Dispensed, Outcome.Met(Trial)),
        new("by-reference", Referred, Outcome.Met(Trial)),
        new("by-class", draft => Supplied(draft, Class, 45, 0), Outcome.Met(Trial)),
        new("active-without-length", Active, Outcome.Met(Trial)),
        new("over-without-length", Over, Outcome.Unknown(Trial, Reason.Unusable)),
        new("too-short", draft => Supplied(draft, draft.Dice.Pick(Ingredients), draft.Dice.Between(5, 14), 0), Outcome.NotMet(Trial, Reason.TooShort)),
        new("too-long-ago", LongAgo, Outcome.NotMet(Trial, Reason.TooOld)),
        new("in-words", Worded, Outcome.Unknown(Trial, Reason.NotCoded)),
        new("on-hold", OnHold, Outcome.Unknown(Trial, Reason.Unconfirmed)),
        new("stopped-for-harm", draft => Stopped(draft, Coded.Snomed("281647001", "Adverse reaction")), Outcome.Met(Trial, Reason.ByException)),
        new("stopped-for-harm-in-words", draft => Stopped(draft, Concept.Words("adverse reaction")), Outcome.Met(Trial, Reason.ByException)),
        new("stopped-for-another-reason", draft => Stopped(draft, Concept.Words("patient moved")), Outcome.Unknown(Trial, Reason.NotCoded)),
        new("allergy", draft => draft.Chart.WriteAllergy(Ingredients[0], draft.Before(900)), Outcome.Met(Trial, Reason.ByException)),
        new("cancelled", draft => draft.Chart.Write(new Prescription(draft.Before(100)) { Drug = Ingredients[0], SupplyDays = 90, Status = "cancelled" })),
    ];

    private static void Supplied(ChartDraft draft, Concept drug, int days, int repeats)
    {
        var length = days * (1 + repeats);
        var first = draft.Before(length + draft.Dice.Between(10, 150));
        draft.Chart.Write(new Prescription(draft.Dice.Next(3) == 0 ? When.Moment(first, 480) : first) { Drug = drug, SupplyDays = days, Repeats = repeats });
        draft.Care.Add(first, first.AddDays(length));
    }

    private void Taken(ChartDraft draft, int days)
    {
        var first = draft.Before(days + draft.Dice.Between(10, 180));
        draft.Chart.WriteStatement(draft.Dice.Pick(Ingredients), first, first.AddDays(days));
        draft.Care.Add(first, first.AddDays(days));
    }

    private void Dispensed(ChartDraft draft)
    {
        var first = draft.Before(draft.Dice.Between(60, 250));
        draft.Chart.Write(new Prescription(first) { Drug = draft.Dice.Pick(Products), Tablets = 90 });
        draft.Care.Add(first, first.AddDays(45));
    }

    private void Referred(ChartDraft draft)
    {
        var first = draft.Before(draft.Dice.Between(100, 250));
        draft.Chart.Write(new Prescription(first) { Medication = SharedResources.Drug(draft.Dice.Pick(Shared)), SupplyDays = 30, Repeats = 1 });
        draft.Care.Add(first, first.AddDays(60));
    }

    private void Active(ChartDraft draft)
    {
        var first = draft.Before(draft.Dice.Between(40, 200));
        draft.Chart.Write(new Prescription(first) { Drug = draft.Dice.Pick(Ingredients), Status = "active" });
        draft.Care.Add(first, first.AddDays(AssumedDays));
    }

    private void Over(ChartDraft draft)
    {
        var first = draft.Before(draft.Dice.Between(60, 200));
        draft.Chart.Write(new Prescription(first) { Drug = draft.Dice.Pick(Ingredients) });
        draft.Care.AddAtLeast(first, first, first.AddDays(AssumedDays));
    }

    private void LongAgo(ChartDraft draft)
    {
        var first = draft.Before(draft.Dice.Between(500, 600));
        draft.Chart.Write(new Prescription(first) { Drug = draft.Dice.Pick(Ingredients), SupplyDays = 60 });
        draft.Care.Add(first, first.AddDays(60));
    }

    private void Worded(ChartDraft draft)
    {
        draft.Chart.Write(new Prescription(draft.Before(100)) { Drug = Concept.Words(InWords), SupplyDays = 60 });
        draft.Care.AddDoubt(DoubtRank, Reason.NotCoded);
    }

    private void OnHold(ChartDraft draft)
    {
        draft.Chart.Write(new Prescription(draft.Before(100)) { Drug = Ingredients[0], SupplyDays = 60, Status = "on-hold" });
        draft.Care.AddDoubt(0, Reason.Unconfirmed);
    }

    private void Stopped(ChartDraft draft, Concept reason)
    {
        var first = draft.Before(draft.Dice.Between(100, 250));
        draft.Chart.Write(new Prescription(first) { Drug = draft.Dice.Pick(Ingredients), SupplyDays = 60, Status = "stopped", StatusReason = reason });
        draft.Care.AddAtLeast(first, first, first.AddDays(60));
    }
}
