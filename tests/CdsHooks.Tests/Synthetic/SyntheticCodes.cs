namespace CdsHooks.Tests.Synthetic;

/// <summary>
/// What ordinary charts hold, as the records of the public generator Synthea write it. The lists mix what rules read with what they do
/// not: which is which is told by the knowledge, not here.
/// </summary>
internal static class SyntheticCodes
{
    public static readonly SyntheticCode[] Visits =
    [
        Snomed("162673000", "General examination of patient (procedure)"),
        Snomed("185349003", "Encounter for check up (procedure)"),
        Snomed("185345009", "Encounter for symptom"),
        Snomed("185347001", "Encounter for problem"),
        Snomed("390906007", "Follow-up encounter"),
        Snomed("308335008", "Patient encounter procedure"),
        Snomed("50849002", "Emergency room admission (procedure)"),
        Snomed("702927004", "Urgent care clinic (procedure)"),
        Snomed("698314001", "Consultation for treatment"),
        Snomed("424619006", "Prenatal visit"),
        Snomed("33879002", "Administration of vaccine to produce active immunity (procedure)"),
    ];

    public static readonly SyntheticCode[] Disorders =
    [
        Snomed("444814009", "Viral sinusitis (disorder)"),
        Snomed("195662009", "Acute viral pharyngitis (disorder)"),
        Snomed("10509002", "Acute bronchitis (disorder)"),
        Snomed("59621000", "Hypertension"),
        Snomed("15777000", "Prediabetes"),
        Snomed("55822004", "Hyperlipidemia"),
        Snomed("239872002", "Osteoarthritis of hip"),
        Snomed("271737000", "Anemia (disorder)"),
        Snomed("49436004", "Atrial Fibrillation"),
        Snomed("367498001", "Seasonal allergic rhinitis"),
        Snomed("203082005", "Fibromyalgia (disorder)"),
        Snomed("233678006", "Childhood asthma"),
        Snomed("39848009", "Whiplash injury to neck"),
        Snomed("284549007", "Laceration of hand"),
        Snomed("1121000119107", "Chronic neck pain (finding)"),
        Snomed("278860009", "Chronic low back pain (finding)"),
        Snomed("72892002", "Normal pregnancy"),
        Snomed("840539006", "COVID-19"),
    ];

    public static readonly SyntheticCode[] Findings =
    [
        Snomed("160903007", "Full-time employment (finding)"),
        Snomed("160904001", "Part-time employment (finding)"),
        Snomed("741062008", "Not in labor force (finding)"),
        Snomed("73595000", "Stress (finding)"),
        Snomed("423315002", "Limited social contact (finding)"),
        Snomed("160968000", "Risk activity involvement (finding)"),
        Snomed("706893006", "Victim of intimate partner abuse (finding)"),
        Snomed("424393004", "Reports of violence in the environment (finding)"),
        Snomed("266948004", "Has a criminal record (finding)"),
        Snomed("5251000175109", "Received certificate of high school equivalency (finding)"),
        Snomed("162864005", "Body mass index 30+ - obesity (finding)"),
        Snomed("386661006", "Fever (finding)"),
        Snomed("84229001", "Fatigue (finding)"),
        Snomed("840544004", "Suspected COVID-19"),
    ];

    public static readonly SyntheticCode[] Drugs =
    [
        RxNorm("314076", "lisinopril 10 MG Oral Tablet"),
        RxNorm("310798", "Hydrochlorothiazide 25 MG Oral Tablet"),
        RxNorm("314231", "Simvastatin 10 MG Oral Tablet"),
        RxNorm("895994", "120 ACTUAT Fluticasone propionate 0.044 MG/ACTUAT Metered Dose Inhaler"),
        RxNorm("2123111", "NDA020503 200 ACTUAT Albuterol 0.09 MG/ACTUAT Metered Dose Inhaler"),
        RxNorm("855332", "Warfarin Sodium 5 MG Oral Tablet"),
        RxNorm("897718", "Verapamil Hydrochloride 40 MG"),
        RxNorm("197604", "Digoxin 0.125 MG Oral Tablet"),
        RxNorm("834061", "Penicillin V Potassium 250 MG Oral Tablet"),
        RxNorm("562251", "Amoxicillin 250 MG / Clavulanate 125 MG Oral Tablet"),
        RxNorm("748962", "Camila 28 Day Pack"),
        RxNorm("389221", "Etonogestrel 68 MG Drug Implant"),
        RxNorm("477045", "Chlorpheniramine Maleate 2 MG/ML Oral Solution"),
        RxNorm("197378", "Astemizole 10 MG Oral Tablet"),
        RxNorm("849574", "Naproxen sodium 220 MG Oral Tablet"),
        RxNorm("209387", "Acetaminophen 325 MG Oral Tablet [Tylenol]"),
        RxNorm("856987", "Acetaminophen 300 MG / Hydrocodone Bitartrate 5 MG Oral Tablet"),
        RxNorm("835603", "tramadol hydrochloride 50 MG Oral Tablet"),
    ];

    public static readonly SyntheticCode[] Procedures =
    [
        Snomed("430193006", "Medication Reconciliation (procedure)"),
        Snomed("710824005", "Assessment of health and social care needs (procedure)"),
        Snomed("762993000", "Assessment using Morse Fall Scale (procedure)"),
        Snomed("428211000124100", "Assessment of substance use (procedure)"),
        Snomed("763302001", "Assessment using Alcohol Use Disorders Identification Test - Consumption (procedure)"),
        Snomed("171207006", "Depression screening (procedure)"),
        Snomed("710841007", "Assessment of anxiety (procedure)"),
        Snomed("866148006", "Screening for domestic abuse (procedure)"),
        Snomed("73761001", "Colonoscopy"),
        Snomed("180325003", "Electrical cardioversion"),
        Snomed("117015009", "Throat culture (procedure)"),
        Snomed("288086009", "Suture open wound"),
        Snomed("65200003", "Insertion of intrauterine contraceptive device"),
        Snomed("229064008", "Movement therapy (regime/therapy)"),
    ];

    /// <summary>Care plans: what for, and what is to be done.</summary>
    public static readonly (SyntheticCode Category, SyntheticCode[] Activities)[] Plans =
    [
        (Snomed("276239002", "Therapy (regime/therapy)"),
            [Snomed("91251008", "Physical therapy procedure (regime/therapy)"), Snomed("228557008", "Cognitive and behavioral therapy (regime/therapy)")]),
        (Snomed("408869004", "Musculoskeletal care"), [Snomed("266694003", "Heat therapy"), Snomed("183051005", "Recommendation to rest")]),
        (Snomed("384758001", "Self-care interventions (procedure)"), [Snomed("229065009", "Exercise therapy"), Snomed("386294003", "Joint mobility exercises")]),
        (Snomed("443402002", "Lifestyle education regarding hypertension"),
            [Snomed("386463000", "Prescribed activity/exercise education"), Snomed("225323000", "Smoking cessation education")]),
        (Snomed("698360004", "Diabetes self management plan"), [Snomed("160670007", "Diabetic diet"), Snomed("183301007", "physical exercise")]),
        (Snomed("53950000", "Respiratory therapy"), [Snomed("371605008", "Deep breathing and coughing exercises")]),
        (Snomed("134435003", "Routine antenatal care"), [Snomed("135892000", "Antenatal education")]),
    ];

    public static readonly SyntheticCode[] Allergies =
    [
        Snomed("418689008", "Allergy to grass pollen"),
        Snomed("425525006", "Allergy to dairy product"),
        Snomed("91934008", "Allergy to nut"),
        Snomed("300913006", "Shellfish allergy"),
    ];

    public static readonly SyntheticCode[] Vaccines =
    [
        new("http://hl7.org/fhir/sid/cvx", "140", "Influenza, seasonal, injectable, preservative free"),
        new("http://hl7.org/fhir/sid/cvx", "113", "Td (adult) preservative free"),
    ];

    public static SyntheticCode Snomed(string code, string display) => new("http://snomed.info/sct", code, display);

    public static SyntheticCode Loinc(string code, string display) => new("http://loinc.org", code, display);

    private static SyntheticCode RxNorm(string code, string display) => new("http://www.nlm.nih.gov/research/umls/rxnorm", code, display);
}
