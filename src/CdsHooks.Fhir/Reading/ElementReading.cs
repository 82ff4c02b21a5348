using System.Diagnostics.CodeAnalysis;
using Hl7.Fhir.Model;

namespace CdsHooks.Fhir.Reading;

/// <summary>Reads single elements of Firely's types.</summary>
public static class ElementReading
{
    /// <summary>Gets the text to display: the concept's text, else the first display, else the first code.</summary>
    /// <param name="concept">The concept, or null.</param>
    /// <returns>The text as sent, untrusted; null where there is none.</returns>
    public static string? Wording(this CodeableConcept? concept) => NonBlank(concept?.Text)
        ?? concept?.Coding.Select(coding => NonBlank(coding.Display)).FirstOrDefault(display => display is not null)
        ?? concept?.Coding.Select(coding => NonBlank(coding.Code)).FirstOrDefault(code => code is not null);

    /// <summary>Gets the text of a concept and the display of each coding.</summary>
    /// <param name="concept">The concept, or null.</param>
    /// <returns>The texts as sent, untrusted; empty where there are only codes.</returns>
    public static IEnumerable<string> Names(this CodeableConcept? concept) =>
        concept is null ? [] : concept.Coding.Select(coding => NonBlank(coding.Display)).Prepend(NonBlank(concept.Text)).OfType<string>();

    /// <summary>True when any coding of the concept has a code.</summary>
    public static bool IsCoded(this CodeableConcept? concept) => concept?.Coding.Exists(coding => !string.IsNullOrWhiteSpace(coding.Code)) is true;

    /// <summary>Gets the value of a primitive that is a JSON string, such as a code, as sent; null where there is none.</summary>
    public static string? Word(this PrimitiveType? code) => code?.JsonValue as string;

    /// <summary>Reads a date, dateTime or instant in its given precision; null for an element of another type.</summary>
    public static FhirDateTime? AsDate(this DataType? element) =>
        element is Hl7.Fhir.Model.FhirDateTime or Date or Instant && FhirDateTime.TryParse(((PrimitiveType)element).Word(), out var date) ? date : null;

    /// <summary>Reads a period, each end of which can be absent; null for an element of another type.</summary>
    public static FhirPeriod? AsPeriod(this DataType? element) =>
        element is Period period ? new FhirPeriod(period.StartElement.AsDate(), period.EndElement.AsDate()) : null;

    /// <summary>Reads a period, or a date as both of its ends; null for an element of another type.</summary>
    public static FhirPeriod? AsPeriodOrDay(this DataType? element) =>
        element.AsPeriod() ?? (element.AsDate() is { } day ? new FhirPeriod(day, day) : null);

    /// <summary>Gets the last date of an element: a date itself, or a period's end, else its start.</summary>
    public static FhirDateTime? LastDate(this DataType? element) => element.AsDate() ?? (element.AsPeriod() is { } period ? period.End ?? period.Start : null);

    /// <summary>Converts a quantity to days; null where it has no unit of time.</summary>
    public static decimal? InDays(this Quantity? quantity) =>
        quantity?.Value is { } value && Ucum.TryConvert(value, quantity.System, quantity.Code, quantity.Unit, "d", out var days) ? days : null;

    /// <summary>Reads an extension whose value is a CodeableConcept.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="url">The extension's URL.</param>
    /// <returns>The value of the first such extension; absent where there is none, unreadable where its value is of another type.</returns>
    [SuppressMessage("Design", "CA1054:URI-like parameters should not be strings", Justification = "Compared as text.")]
    public static Stated<CodeableConcept> ConceptExtension(this DomainResource resource, string url)
    {
        if (!resource.TryGetValue("extension", out var all))
        {
            return Stated.Absent<CodeableConcept>();
        }

        if (all is not List<Extension> extensions)
        {
            return Stated.Unreadable<CodeableConcept>(Unreadability.Malformed);
        }

        var found = extensions.Find(extension => extension is not null && extension.TryGetValue("url", out var own) && string.Equals((own as PrimitiveType).Word(), url, StringComparison.Ordinal));
        return found is null ? Stated.Absent<CodeableConcept>()
            : ElementGuard.IsSound(found) && found.Value is CodeableConcept concept ? Stated.Of(concept)
            : Stated.Unreadable<CodeableConcept>(Unreadability.Malformed);
    }

    private static string? NonBlank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
