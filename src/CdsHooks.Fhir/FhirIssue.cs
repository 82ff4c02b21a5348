namespace CdsHooks.Fhir;

/// <summary>One thing that is wrong with a resource. It never holds a value from the resource, so it may be logged and shown.</summary>
/// <param name="Code">What kind of fault.</param>
/// <param name="Severity">Whether the evidence is still usable.</param>
/// <param name="Location">
/// Where, as a FHIRPath with JSON's element names and indexes from 0: <c>Condition.code.coding[0].code</c>.
/// Elements of a contained resource are given from the resource that contains it.
/// </param>
/// <param name="Expected">What belongs there, in a few words: <c>object</c>, <c>date, dateTime or instant</c>.</param>
public sealed record FhirIssue(FhirIssueCode Code, FhirIssueSeverity Severity, string Location, string Expected);
