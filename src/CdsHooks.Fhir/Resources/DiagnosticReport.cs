namespace CdsHooks.Fhir.Resources;

/// <summary>A FHIR DiagnosticReport: here mostly of imaging.</summary>
/// <param name="Resource">The resource; its type is not checked.</param>
public readonly record struct DiagnosticReport(FhirResource Resource)
{
    /// <summary>The status code, or null where absent or malformed.</summary>
    public string? Status => Root["status"u8].AsString();

    /// <summary>What was reported on.</summary>
    public CodeableConcept Code => new(Root["code"u8]);

    /// <summary>When it was true, from <c>effectiveDateTime</c>, or the end of <c>effectivePeriod</c>, or else its start; null where absent or malformed.</summary>
    public FhirDateTime? Effective => Root.Effective();

    /// <summary>When it was made available, or null.</summary>
    public FhirDateTime? Issued => Root["issued"u8].AsDateTime();

    /// <summary>The Observations that belong to it.</summary>
    public FhirViews<Reference> Results => new(Root.Items("result"u8));

    /// <summary>What was concluded: codes.</summary>
    public FhirViews<CodeableConcept> ConclusionCodes => new(Root.Items("conclusionCode"u8));

    /// <summary>Whom it is about.</summary>
    public Reference Subject => new(Root["subject"u8]);

    private FhirNode Root => Resource.Root;

    /// <summary>Where it stands.</summary>
    /// <returns>Never a value from the resource.</returns>
    public override string ToString() => Resource.ToString();
}
