namespace CdsHooks.Fhir.Resources;

/// <summary>A FHIR Observation: a measurement, a score or a statement.</summary>
/// <param name="Resource">The resource; its type is not checked.</param>
public readonly record struct Observation(FhirResource Resource)
{
    /// <summary>The status code, or null where absent or malformed.</summary>
    public string? Status => Root["status"u8].AsString();

    /// <summary>What was observed.</summary>
    public CodeableConcept Code => new(Root["code"u8]);

    /// <summary>Whom it is about.</summary>
    public Reference Subject => new(Root["subject"u8]);

    /// <summary>When it was true, from <c>effectiveDateTime</c>, <c>effectiveInstant</c>, or the end of <c>effectivePeriod</c>, or else its start; null where absent or malformed.</summary>
    public FhirDateTime? Effective => Root.Effective();

    /// <summary>When it was made available, or null.</summary>
    public FhirDateTime? Issued => Root["issued"u8].AsDateTime();

    /// <summary>What was found: <c>value[x]</c>.</summary>
    public ObservationValue Value => ObservationValue.Of(Root);

    /// <summary>Whether the observation says why it has no value, so that any value is to be ignored.</summary>
    public bool HasDataAbsentReason => Root["dataAbsentReason"u8].Exists;

    /// <summary>Judgements of the value: high, positive, worse.</summary>
    public FhirViews<CodeableConcept> Interpretations => new(Root.Items("interpretation"u8));

    /// <summary>Where on the body.</summary>
    public CodeableConcept BodySite => new(Root["bodySite"u8]);

    /// <summary>Its parts, such as the muscle and the side of a motor grade.</summary>
    public FhirViews<ObservationComponent> Components => new(Root.Items("component"u8));

    /// <summary>Observations that belong to this panel.</summary>
    public FhirViews<Reference> HasMembers => new(Root.Items("hasMember"u8));

    /// <summary>Who observed.</summary>
    public FhirViews<Reference> Performers => new(Root.Items("performer"u8));

    private FhirNode Root => Resource.Root;

    /// <summary>Where it stands.</summary>
    /// <returns>Never a value from the resource.</returns>
    public override string ToString() => Resource.ToString();
}
