using CdsHooks.Simulation.Cohort.Charts;

namespace CdsHooks.Simulation.Cohort.Blocks;

/// <summary>The order: its code, its status, the precision of its date, and the operation that carried it out.</summary>
internal static class OrderBlocks
{
    private const string Pcs = "http://www.cms.gov/Medicare/Coding/ICD10";
    private const string Fusion = "fusion-order";
    private static readonly Coded Interbody = Coded.Cpt("22630", "Lumbar posterior interbody fusion, one interspace");
    private static readonly Coded Pain = Coded.Icd10("M54.50", "Low back pain, unspecified");

    private static readonly string[] ReadFromTheOrder =
    [
        "spinal-fracture", "spinal-infection", "spinal-tumor", "earlier-fusion-diagnosis", "spondylolisthesis-diagnosis", "instability-diagnosis", "deformity-diagnosis",
        "lumbar-stenosis", "neurogenic-claudication", "urgent-deficit-on-order", "deficit-diagnosis", "chronic-low-back-pain", "disc-herniation", "radiculopathy",
        "recurrence-diagnosis", "degeneration", "low-back-pain", "nonspecific-findings",
    ];

    /// <summary>The levels are counted of orders whose code says that they are lumbar.</summary>
    private static readonly Outcome LevelsNotCounted = Outcome.NotMet("many-levels");

    /// <summary>Gets the order itself. Those that are no fusion order of the lumbar spine are no order in the truth.</summary>
    public static Block Order { get; } = new("order", [
        new Variant("none", _ => { }),
        new Variant("cpt", draft => Write(draft, draft.Dice.Pick(Interbody, Coded.Cpt("22633", "Lumbar combined fusion, one interspace"), Coded.Cpt("22612", "Lumbar posterolateral fusion, one level"), Coded.Cpt("22558", "Lumbar anterior interbody fusion, one interspace"))), Outcome.Met(Fusion)),
        new Variant("cpt-with-modifier", draft => Write(draft, Coded.Cpt("22630-51", "Lumbar posterior interbody fusion, one interspace")), Outcome.Met(Fusion)),
        new Variant("cpt-beside-a-local-code", draft => Write(draft, Concept.Of(Coded.OfHospital("OR-2201", "TLIF"), Interbody)), Outcome.Met(Fusion)),
        new Variant("icd-10-pcs", draft => Write(draft, new Coded(Pcs, "0SG00AJ", "Fusion of lumbar joint, interbody device, posterior approach")), Outcome.Met(Fusion)),
        new Variant("icd-10-pcs-by-another-name", draft => Write(draft, new Coded("http://hl7.org/fhir/sid/icd-10-pcs", "0SG00AJ", "Fusion of lumbar joint, interbody device, posterior approach")), Outcome.Met(Fusion)),
        new Variant("snomed", draft => Write(draft, Coded.Snomed("265714002", "Fusion of lumbar spine")), Outcome.Met(Fusion)),
        new Variant("region-by-body-site", draft => Write(draft, Coded.Snomed("55705006", "Spinal fusion"), BodySites.LumbarSpine), Outcome.Met(Fusion), LevelsNotCounted),
        new Variant("deformity", draft => Write(draft, Coded.Cpt("22800", "Posterior fusion for spinal deformity, up to 6 segments")), Outcome.Met(Fusion), Outcome.Met("deformity-order"), LevelsNotCounted),
        new Variant("procedure-only", Performed, Outcome.Met(Fusion)),
        new Variant("cervical", draft => NotOurs(draft, Coded.Cpt("22551", "Cervical anterior interbody fusion"), "completed")),
        new Variant("add-on-alone", draft => NotOurs(draft, Coded.Cpt("22614", "Posterior fusion, each additional segment"), "completed")),
        new Variant("in-words", draft => NotOurs(draft, Concept.Words("TLIF L4-5"), "active")),
        new Variant("entered-in-error", draft => NotOurs(draft, Interbody, "entered-in-error")),
    ]);

    public static Block Status { get; } = new("order-status", [.. new[] { "active", "completed", "revoked", "on-hold" }.Select(status => new Variant(status, draft => draft.OrderStatus = status))]);

    public static Block Date { get; } = new("order-date", [new Variant("day", draft => draft.IsOrderTimed = false), new Variant("moment", draft => draft.IsOrderTimed = true)]);

    /// <summary>Gets the operation, weeks after the order that it refers to: no order of its own.</summary>
    public static Block Operation { get; } = new("operation", [
        new Variant("none", _ => { }),
        new Variant("done", draft => draft.Chart.Write(new Treatment(Interbody, draft.AsOf.AddDays(draft.Dice.Between(14, 60))) { BasedOn = "ServiceRequest/" + draft.Order!.Id })),
    ]);

    public static Block Reason { get; } = new("order-reason", [
        new Variant("as-drawn", _ => { }),
        new Variant("in-words", InWords) { NeedsOrder = true },
    ]);

    /// <summary>Determines whether a variant of the order is one that the plan reviews.</summary>
    public static bool IsReviewed(Variant order) => order.Outcomes.Count > 0;

    /// <summary>Determines whether an order names its region, by its code or a body site, rather than by its reason.</summary>
    public static bool IsOfStatedRegion(Variant order) => order.Name is not "deformity";

    /// <summary>A reason in words may be any diagnosis: what the plan reads from the order and finds nowhere stays open.</summary>
    private static void InWords(ChartDraft draft)
    {
        draft.OrderReasonWords = draft.Dice.Pick("back pain, failed everything", "see clinic note", "unstable");
        foreach (var criterion in ReadFromTheOrder)
        {
            // The order is read before diagnoses whose onset decides.
            var doubt = Outcome.Unknown(criterion, Decision.Criteria.Results.Reason.NotCoded);
            draft.Expect(criterion is "chronic-low-back-pain" ? doubt with { IsFirm = true } : doubt);
        }

        OpenCourse(draft);
    }

    /// <summary>The course of a deficit is opened by words only where no deficit is on file, or one that says nothing.</summary>
    private static void OpenCourse(ChartDraft draft)
    {
        const string Course = "deficit-course";
        if (!draft.Outcomes.TryGetValue(Course, out var known) || known.Reason is Decision.Criteria.Results.Reason.ReportWithoutValues)
        {
            draft.Expect(Outcome.Open(Course, Decision.Criteria.Results.Reason.NotCoded));
        }
    }

    private static void Write(ChartDraft draft, Concept code, Coded? site = null)
    {
        var chart = draft.Chart;
        var id = chart.Start("ServiceRequest");
        draft.Order = new OrderOfTruth("ServiceRequest", id);
        chart.Json.WriteString("status"u8, draft.OrderStatus);
        chart.Json.WriteString("intent"u8, "order"u8);
        chart.Concepts("category"u8, Coded.Snomed("387713003", "Surgical procedure"));
        WriteRest(draft, code, site, draft.IsOrderTimed ? When.Moment(draft.AsOf, draft.Dice.Between(480, 1080)) : draft.AsOf, "authoredOn"u8);
    }

    /// <summary>An operation without an order: the order would have been signed the day before.</summary>
    private static void Performed(ChartDraft draft)
    {
        var id = draft.Chart.Start("Procedure");
        draft.Order = new OrderOfTruth("Procedure", id);
        draft.Chart.Json.WriteString("status"u8, "completed"u8);
        WriteRest(draft, Interbody, site: null, draft.AsOf.AddDays(1), "performedDateTime"u8);
    }

    private static void WriteRest(ChartDraft draft, Concept code, Coded? site, When on, ReadOnlySpan<byte> dateName)
    {
        var chart = draft.Chart;
        chart.Concept("code"u8, code);
        chart.Subject("subject"u8);
        chart.When(dateName, on);
        List<Concept> reasons = [.. draft.OrderReasons.Select(reason => (Concept)reason), .. draft.OrderReasonWords is { } words ? [Concept.Words(words)] : Array.Empty<Concept>()];
        if (reasons.Count > 0)
        {
            chart.Concepts("reasonCode"u8, [.. reasons]);
        }

        if (draft.OrderLevel is { } level)
        {
            chart.Concepts("bodySite"u8, new Concept([BodySites.LumbarSpine], level));
        }
        else if (site is { } place)
        {
            chart.Concepts("bodySite"u8, place);
        }

        chart.End();
    }

    private static void NotOurs(ChartDraft draft, Concept code, string status)
    {
        var chart = draft.Chart;
        chart.Start("ServiceRequest");
        chart.Json.WriteString("status"u8, status);
        chart.Json.WriteString("intent"u8, "order"u8);
        chart.Concept("code"u8, code);
        chart.Subject("subject"u8);
        chart.Day("authoredOn"u8, draft.AsOf);
        chart.Concepts("reasonCode"u8, Pain);
        chart.End();
    }
}

/// <summary>The order that a patient's truth is about.</summary>
/// <param name="Type"><c>ServiceRequest</c>, or <c>Procedure</c> where no order is kept.</param>
/// <param name="Id">The id of the resource.</param>
internal sealed record OrderOfTruth(string Type, string Id);
