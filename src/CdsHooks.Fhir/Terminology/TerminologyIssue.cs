namespace CdsHooks.Fhir.Terminology;

/// <summary>One issue in the value sets, code systems and concept maps.</summary>
/// <param name="File">The file, as named to <see cref="TerminologyBuilder.Add"/>.</param>
/// <param name="Location">Where in it, as a FHIRPath: <c>ValueSet.compose.include[0].concept[3].code</c>.</param>
/// <param name="Message">What is wrong, for the person who writes the file.</param>
/// <param name="IsError">Whether the knowledge must be refused; else a warning.</param>
public sealed record TerminologyIssue(string File, string Location, string Message, bool IsError);
