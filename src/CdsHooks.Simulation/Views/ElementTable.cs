namespace CdsHooks.Simulation.Views;

/// <summary>The elements of every resource type that the engine can read. A test holds them against what it hands to its parser.</summary>
internal static class ElementTable
{
    private const string Code = "code";
    private const string Value = "value";
    private const string Reason = "reason";
    private const string Category = "category";
    private const string Participant = "participant";

    private static readonly string[] Treating = ["PractitionerRole", "Practitioner"];

    private static readonly ViewColumn Status = new("status", "status", "code");

    /// <summary>Gets the elements by resource type, in the order of the types in the output.</summary>
    public static IReadOnlyList<ResourceElements> All { get; } =
    [
        new("Patient", null, [new("birth_date", "birthDate", "date")], [], []),
        new(
            "Condition",
            "subject",
            [
                new("onset", "onset.ofType(dateTime)", "dateTime"),
                new("onset_start", "onset.ofType(Period).start", "dateTime"),
                new("recorded_date", "recordedDate", "dateTime"),
                new("is_abated", "abatement.exists()", "boolean"),
                new("abatement", "abatement.ofType(dateTime)", "dateTime"),
                new("abatement_end", "abatement.ofType(Period).end", "dateTime"),
            ],
            [
                new("code", "code", Code),
                new("bodySite", "bodySite"),
                new("clinicalStatus", "clinicalStatus"),
                new("verificationStatus", "verificationStatus"),
                new("diseaseCourse", "extension('http://hl7.org/fhir/StructureDefinition/condition-diseaseCourse').value.ofType(CodeableConcept)"),
            ],
            []) { Started = "coalesce(onset, onset_start, recorded_date)" },
        new(
            "Observation",
            "subject",
            [
                Status,
                new("effective", "effective.ofType(dateTime)", "dateTime"),
                new("effective_instant", "effective.ofType(instant)", "instant"),
                new("effective_start", "effective.ofType(Period).start", "dateTime"),
                new("effective_end", "effective.ofType(Period).end", "dateTime"),
                new("issued", "issued", "instant"),
            ],
            [
                new("code", "code", Code),
                new("component.code", "component.code", Code),
                new("value", "value.ofType(CodeableConcept)", Value),
                new("component.value", "component.value.ofType(CodeableConcept)", Value),
                new("interpretation", "interpretation", Value),
                new("component.interpretation", "component.interpretation", Value),
                new("bodySite", "bodySite"),
                new("dataAbsentReason", "dataAbsentReason"),
            ],
            [
                new("performer", "performer", Treating, Participant),
                new("hasMember", "hasMember", ["Observation"]),
            ]) { Started = "coalesce(effective, CAST(effective_instant AS VARCHAR), effective_end, effective_start, CAST(issued AS VARCHAR))" },
        new(
            "Procedure",
            "subject",
            [
                Status,
                new("performed", "performed.ofType(dateTime)", "dateTime"),
                new("performed_start", "performed.ofType(Period).start", "dateTime"),
                new("performed_end", "performed.ofType(Period).end", "dateTime"),
            ],
            [
                new("code", "code", Code),
                new("category", "category", Category),
                new("performer.function", "performer.function", Participant),
                new("reasonCode", "reasonCode", Reason),
                new("bodySite", "bodySite"),
                new("statusReason", "statusReason"),
            ],
            [
                new("performer.actor", "performer.actor", Treating, Participant),
                new("reasonReference", "reasonReference", ["Condition"], Reason),
            ]) { Started = "coalesce(performed, performed_start)", Ended = "coalesce(performed, performed_end)" },
        new(
            "MedicationRequest",
            "subject",
            [
                Status,
                new("intent", "intent", "code"),
                new("do_not_perform", "doNotPerform", "boolean"),
                new("authored_on", "authoredOn", "dateTime"),
                new("supply_duration", "dispenseRequest.expectedSupplyDuration.value", "decimal"),
                new("supply_duration_unit", "dispenseRequest.expectedSupplyDuration.code", "code"),
                new("repeats_allowed", "dispenseRequest.numberOfRepeatsAllowed", "unsignedInt"),
                new("supply_quantity", "dispenseRequest.quantity.value", "decimal"),
                new("supply_quantity_unit", "dispenseRequest.quantity.code", "code"),
            ],
            [
                new("medication", "medication.ofType(CodeableConcept)", Code),
                new("dosageInstruction.route", "dosageInstruction.route"),
                new("reasonCode", "reasonCode", Reason),
                new("statusReason", "statusReason"),
            ],
            [new("medication", "medication.ofType(Reference)", ["Medication"], Code)]) { Started = "authored_on" },
        new(
            "MedicationStatement",
            "subject",
            [
                Status,
                new("effective", "effective.ofType(dateTime)", "dateTime"),
                new("effective_start", "effective.ofType(Period).start", "dateTime"),
                new("effective_end", "effective.ofType(Period).end", "dateTime"),
                new("date_asserted", "dateAsserted", "dateTime"),
            ],
            [
                new("medication", "medication.ofType(CodeableConcept)", Code),
                new("dosage.route", "dosage.route"),
                new("statusReason", "statusReason"),
            ],
            [new("medication", "medication.ofType(Reference)", ["Medication"], Code)]) { Started = "coalesce(effective, effective_start, date_asserted)", Ended = "effective_end" },
        new(
            "Encounter",
            "subject",
            [Status, .. Period],
            [
                new("type", "type", Code),
                new("serviceType", "serviceType", Code),
                new("class", "class", Category) { IsCoding = true },
                new("participant.type", "participant.type", Participant),
                new("reasonCode", "reasonCode", Reason),
            ],
            [
                new("participant.individual", "participant.individual", Treating, Participant),
                new("reasonReference", "reasonReference", ["Condition"], Reason),
            ]) { Started = "period_start", Ended = "period_end" },
        new(
            "ServiceRequest",
            "subject",
            [
                Status,
                new("intent", "intent", "code"),
                new("do_not_perform", "doNotPerform", "boolean"),
                new("authored_on", "authoredOn", "dateTime"),
                new("quantity", "quantity.ofType(Quantity).value", "decimal"),
            ],
            [
                new("code", "code", Code),
                new("bodySite", "bodySite"),
                new("reasonCode", "reasonCode", Reason),
                new("statusReason", "extension('http://hl7.org/fhir/StructureDefinition/request-statusReason').value.ofType(CodeableConcept)"),
            ],
            [new("reasonReference", "reasonReference", ["Condition"], Reason)]) { Started = "authored_on" },
        new(
            "DiagnosticReport",
            "subject",
            [
                Status,
                new("effective", "effective.ofType(dateTime)", "dateTime"),
                new("effective_start", "effective.ofType(Period).start", "dateTime"),
                new("effective_end", "effective.ofType(Period).end", "dateTime"),
                new("issued", "issued", "instant"),
                new("has_conclusion", "conclusion.exists()", "boolean"),
                new("has_document", "presentedForm.exists()", "boolean"),
            ],
            [
                new("code", "code", Code),
                new("conclusionCode", "conclusionCode", Value),
            ],
            [new("result", "result", ["Observation"])]) { Started = "coalesce(effective, effective_end, effective_start, CAST(issued AS VARCHAR))" },
        new("QuestionnaireResponse", "subject", [Status, new("authored", "authored", "dateTime")], [], []) { Started = "authored" },
        new(
            "AllergyIntolerance",
            "patient",
            [],
            [
                new("code", "code", Code),
                new("reaction.substance", "reaction.substance", Code),
                new("clinicalStatus", "clinicalStatus"),
                new("verificationStatus", "verificationStatus"),
            ],
            []),
        new(
            "CarePlan",
            "subject",
            [Status, new("intent", "intent", "code"), new("title", "title", "string"), .. Period],
            [
                new("category", "category", Code),
                new("activity.detail.code", "activity.detail.code", Code),
            ],
            [new("addresses", "addresses", ["Condition"], Reason)]) { Started = "period_start", Ended = "period_end" },
        new(
            "Medication",
            null,
            [],
            [
                new("code", "code", Code),
                new("ingredient", "ingredient.item.ofType(CodeableConcept)", Code),
            ],
            [new("ingredient", "ingredient.item.ofType(Reference)", ["Medication"])]),
        new("PractitionerRole", null, [], [new("code", "code", Participant), new("specialty", "specialty", Participant)], []),
        new("Practitioner", null, [], [new("qualification", "qualification.code", Participant)], []),
    ];

    private static ViewColumn[] Period => [new("period_start", "period.start", "dateTime"), new("period_end", "period.end", "dateTime")];

    /// <summary>Gets the elements of a type.</summary>
    public static ResourceElements Of(string type) => All.First(elements => string.Equals(elements.Type, type, StringComparison.Ordinal));
}
