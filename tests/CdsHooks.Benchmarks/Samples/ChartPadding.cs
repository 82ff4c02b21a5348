using System.Globalization;
using System.Text.Json.Nodes;

namespace CdsHooks.Benchmarks.Samples;

/// <summary>The part of a chart that no rule asks for: made up, deterministic, as detailed as EHRs write it.</summary>
internal static class ChartPadding
{
    private static readonly (string Icd, string Snomed, string Display)[] Conditions =
    [
        ("E11.9", "44054006", "Type 2 diabetes mellitus without complications"),
        ("I10", "38341003", "Essential (primary) hypertension"),
        ("E78.5", "55822004", "Hyperlipidemia, unspecified"),
        ("J45.909", "195967001", "Unspecified asthma, uncomplicated"),
        ("K21.9", "235595009", "Gastro-esophageal reflux disease without esophagitis"),
        ("H52.13", "57190000", "Myopia, bilateral"),
        ("L40.0", "200965009", "Psoriasis vulgaris"),
        ("N20.0", "95570007", "Calculus of kidney"),
        ("E03.9", "40930008", "Hypothyroidism, unspecified"),
        ("J30.2", "367498001", "Seasonal allergic rhinitis"),
    ];

    private static readonly (string Loinc, string Display, string Unit, int Low, int High)[] Laboratory =
    [
        ("2345-7", "Glucose", "mg/dL", 70, 99),
        ("2160-0", "Creatinine", "mg/dL", 1, 2),
        ("2951-2", "Sodium", "mmol/L", 136, 145),
        ("2823-3", "Potassium", "mmol/L", 3, 5),
        ("718-7", "Hemoglobin", "g/dL", 12, 17),
        ("6690-2", "Leukocytes, automated count", "10*3/uL", 4, 11),
        ("777-3", "Platelets, automated count", "10*3/uL", 150, 400),
        ("1742-6", "Alanine aminotransferase", "U/L", 7, 56),
        ("3016-3", "Thyrotropin", "m[IU]/L", 1, 4),
        ("13457-7", "LDL cholesterol, calculated", "mg/dL", 50, 130),
    ];

    private static readonly (string Loinc, string Display, string Unit, int Low)[] VitalSigns =
    [
        ("8867-4", "Heart rate", "/min", 64),
        ("29463-7", "Body weight", "kg", 71),
        ("8310-5", "Body temperature", "Cel", 36),
        ("9279-1", "Respiratory rate", "/min", 14),
        ("59408-5", "Oxygen saturation by pulse oximetry", "%", 96),
    ];

    private static readonly (string Cvx, string Cpt, string Display)[] Procedures =
    [
        ("140", "90656", "Influenza vaccination, seasonal, preservative free"),
        ("115", "90715", "Tetanus, diphtheria and pertussis vaccination"),
        ("133", "90670", "Pneumococcal conjugate vaccination, 13 valent"),
        ("187", "90750", "Zoster vaccination, recombinant"),
        ("08", "45378", "Colonoscopy, flexible, diagnostic"),
    ];

    private static readonly (string RxNorm, string Display)[] Drugs =
    [
        ("860975", "metformin hydrochloride 500 MG Extended Release Oral Tablet"),
        ("314076", "lisinopril 10 MG Oral Tablet"),
        ("259255", "atorvastatin calcium 20 MG Oral Tablet"),
    ];

    /// <summary>Puts a resource into an entry of a searchset.</summary>
    public static JsonObject Entry(JsonObject resource) => new()
    {
        ["fullUrl"] = $"https://ehr.example.org/fhir/{resource["resourceType"]}/{resource["id"]}",
        ["resource"] = resource,
        ["search"] = new JsonObject { ["mode"] = "match" },
    };

    /// <summary>Makes the draftOrders of a hook with one order.</summary>
    public static JsonObject DraftOrders(JsonObject order) => new()
    {
        ["resourceType"] = "Bundle",
        ["type"] = "collection",
        ["entry"] = new JsonArray(new JsonObject { ["resource"] = order }),
    };

    /// <summary>Makes an order that is no drug and yet not ours.</summary>
    public static JsonObject KneeMri(string patient) => Json(
        $$$"""
        {"resourceType":"ServiceRequest","id":"order-knee","status":"draft","intent":"order",
         "category":[{"coding":[{"system":"http://snomed.info/sct","code":"363679005","display":"Imaging"}]}],
         "code":{"coding":[{"system":"http://www.ama-assn.org/go/cpt","code":"73721","display":"MRI of a joint of the leg without contrast"}],"text":"MRI right knee"},
         "subject":{"reference":"Patient/{{{patient}}}"},"authoredOn":"2026-06-01","requester":{"reference":"Practitioner/prac-1"},
         "reasonCode":[{"coding":[{"system":"http://hl7.org/fhir/sid/icd-10-cm","code":"M25.561","display":"Pain in right knee"}]}]}
        """);

    /// <summary>Makes a condition on the problem list.</summary>
    public static JsonObject Condition(int number, string patient)
    {
        var (icd, snomed, display) = Conditions[number % Conditions.Length];
        return Json(
            $$$"""
            {"resourceType":"Condition","id":"pad-c{{{number}}}",
             "clinicalStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/condition-clinical","code":"active"}]},
             "code":{"coding":[{"system":"http://hl7.org/fhir/sid/icd-10-cm","code":"{{{icd}}}"},{"system":"http://snomed.info/sct","code":"{{{snomed}}}"}],"text":"{{{display}}}"},
             "subject":{"reference":"Patient/{{{patient}}}"},"onsetDateTime":"{{{Day(number)}}}"}
            """);
    }

    /// <summary>Makes a vital sign, or every fourth time a laboratory result with its performer, range and judgement.</summary>
    public static JsonObject Observation(int number, string patient) =>
        number % 4 is 0 ? LaboratoryResult(number / 4, patient) : VitalSign(number, patient);

    /// <summary>Makes something that was done, such as a vaccination.</summary>
    public static JsonObject Procedure(int number, string patient)
    {
        var (cvx, cpt, display) = Procedures[number % Procedures.Length];
        return Json(
            $$$"""
            {"resourceType":"Procedure","id":"pad-p{{{number}}}","status":"completed",
             "code":{"coding":[{"system":"http://www.ama-assn.org/go/cpt","code":"{{{cpt}}}"},{"system":"http://hl7.org/fhir/sid/cvx","code":"{{{cvx}}}"}],"text":"{{{display}}}"},
             "subject":{"reference":"Patient/{{{patient}}}"},"performedDateTime":"{{{Day(number)}}}",
             "performer":[{"actor":{"reference":"Practitioner/prac-{{{number % 7}}}"}}]}
            """);
    }

    /// <summary>Makes a drug that has nothing to do with pain.</summary>
    public static JsonObject MedicationRequest(int number, string patient)
    {
        var (rxNorm, display) = Drugs[number % Drugs.Length];
        return Json(
            $$$"""
            {"resourceType":"MedicationRequest","id":"pad-m{{{number}}}","status":"active","intent":"order",
             "medicationCodeableConcept":{"coding":[{"system":"http://www.nlm.nih.gov/research/umls/rxnorm","code":"{{{rxNorm}}}","display":"{{{display}}}"}],"text":"{{{display}}}"},
             "subject":{"reference":"Patient/{{{patient}}}"},"authoredOn":"{{{Day(number)}}}","requester":{"reference":"Practitioner/prac-1"},
             "dosageInstruction":[{"text":"one tablet daily","timing":{"repeat":{"frequency":1,"period":1,"periodUnit":"d"}},"route":{"coding":[{"system":"http://snomed.info/sct","code":"26643006","display":"Oral route"}]}}],
             "dispenseRequest":{"numberOfRepeatsAllowed":3,"quantity":{"value":90,"unit":"tablet"},"expectedSupplyDuration":{"value":90,"unit":"days","system":"http://unitsofmeasure.org","code":"d"}}
             }
            """);
    }

    private static JsonObject LaboratoryResult(int number, string patient)
    {
        var (loinc, display, unit, low, high) = Laboratory[number % Laboratory.Length];
        var value = low + (number * 13 % 10 * (high - low) / 8);
        var judgement = value > high ? "H" : "N";
        return Json(
            $$$"""
            {"resourceType":"Observation","id":"pad-l{{{number}}}","status":"final",
             "category":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/observation-category","code":"laboratory"}]}],
             "code":{"coding":[{"system":"http://loinc.org","code":"{{{loinc}}}"}],"text":"{{{display}}}"},
             "subject":{"reference":"Patient/{{{patient}}}"},"effectiveDateTime":"{{{Day(number)}}}T07:42:00-05:00",
             "performer":[{"reference":"Organization/lab-1"}],
             "valueQuantity":{"value":{{{value}}}.{{{number % 10}}},"unit":"{{{unit}}}","system":"http://unitsofmeasure.org","code":"{{{unit}}}"},
             "interpretation":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation","code":"{{{judgement}}}"}]}],
             "referenceRange":[{"low":{"value":{{{low}}} },"high":{"value":{{{high}}} } }]}
            """);
    }

    private static JsonObject VitalSign(int number, string patient)
    {
        var (loinc, display, unit, low) = VitalSigns[number % VitalSigns.Length];
        return Json(
            $$$"""
            {"resourceType":"Observation","id":"pad-v{{{number}}}","status":"final",
             "category":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/observation-category","code":"vital-signs"}]}],
             "code":{"coding":[{"system":"http://loinc.org","code":"{{{loinc}}}"}],"text":"{{{display}}}"},
             "subject":{"reference":"Patient/{{{patient}}}"},"effectiveDateTime":"{{{Day(number)}}}T08:15:00-05:00",
             "valueQuantity":{"value":{{{low + (number % 4)}}},"unit":"{{{unit}}}","system":"http://unitsofmeasure.org","code":"{{{unit}}}"}}
            """);
    }

    private static string Day(int number) =>
        new DateOnly(2026, 5, 20).AddDays(-number * 9).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static JsonObject Json(string text) => JsonNode.Parse(text)!.AsObject();
}
