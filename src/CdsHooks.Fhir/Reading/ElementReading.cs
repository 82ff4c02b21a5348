using System.Diagnostics.CodeAnalysis;
using Hl7.Fhir.Model;

namespace CdsHooks.Fhir.Reading;

/// <summary>Reads single elements of Firely's types.</summary>
public static class ElementReading
{
    /// <summary>What to show a person: the text, else the first display, else the first code.</summary>
    /// <param name="concept">The concept, or null.</param>
    /// <returns>The words as sent, untrusted; null where there are none.</returns>
    public static string? Wording(this CodeableConcept? concept)
    {
        if (concept is null)
        {
            return null;
        }

        return Said(concept.Text)
            ?? concept.Coding.Select(coding => Said(coding.Display)).FirstOrDefault(display => display is not null)
            ?? concept.Coding.Select(coding => Said(coding.Code)).FirstOrDefault(code => code is not null);
    }

    /// <summary>Everything that a concept says in words: its text and the display of each coding.</summary>
    /// <param name="concept">The concept, or null.</param>
    /// <returns>The words as sent, untrusted; empty where there is nothing but codes.</returns>
    public static IEnumerable<string> Names(this CodeableConcept? concept) =>
        concept is null ? [] : concept.Coding.Select(coding => Said(coding.Display)).Prepend(Said(concept.Text)).OfType<string>();

    /// <summary>Whether any coding has a code.</summary>
    /// <param name="concept">The concept, or null.</param>
    /// <returns>False for words alone.</returns>
    public static bool IsCoded(this CodeableConcept? concept) => concept?.Coding.Exists(coding => !string.IsNullOrWhiteSpace(coding.Code)) is true;

    /// <summary>The word of a code that is bound to a closed list, as sent.</summary>
    /// <param name="code">The element, or null.</param>
    /// <returns>The word; null where there is none.</returns>
    public static string? Word(this PrimitiveType? code) => code?.JsonValue as string;

    /// <summary>A date, dateTime or instant, in the precision it was given.</summary>
    /// <param name="element">The element, or null; of another type it is no date.</param>
    /// <returns>The date, or null.</returns>
    public static FhirDateTime? AsDate(this DataType? element) =>
        element is Hl7.Fhir.Model.FhirDateTime or Date or Instant && FhirDateTime.TryParse(((PrimitiveType)element).Word(), out var date) ? date : null;

    /// <summary>A period, each end of which may be absent.</summary>
    /// <param name="element">The element, or null; of another type it is no period.</param>
    /// <returns>The period, or null.</returns>
    public static FhirPeriod? AsPeriod(this DataType? element) =>
        element is Period period ? new FhirPeriod(period.StartElement.AsDate(), period.EndElement.AsDate()) : null;

    /// <summary>A period, or a lone date as both of its ends.</summary>
    /// <param name="element">The element, or null.</param>
    /// <returns>The period, or null where it is neither.</returns>
    public static FhirPeriod? AsPeriodOrDay(this DataType? element) =>
        element.AsPeriod() ?? (element.AsDate() is { } day ? new FhirPeriod(day, day) : null);

    /// <summary>The last day that an element tells: of a period its end, else its start.</summary>
    /// <param name="element">A date or a period, or null.</param>
    /// <returns>The date, or null.</returns>
    public static FhirDateTime? LastDate(this DataType? element) => element.AsDate() ?? (element.AsPeriod() is { } period ? period.End ?? period.Start : null);

    /// <summary>A quantity of time.</summary>
    /// <param name="quantity">The quantity, or null.</param>
    /// <returns>The days, or null where it has no unit of time.</returns>
    public static decimal? InDays(this Quantity? quantity) =>
        quantity?.Value is { } value && Ucum.TryConvert(value, quantity.System, quantity.Code, quantity.Unit, "d", out var days) ? days : null;

    /// <summary>The concept of an extension.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="url">The extension's URL.</param>
    /// <returns>The first one's CodeableConcept; absent where there is no such extension, unreadable where it has another value.</returns>
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
        if (found is null)
        {
            return Stated.Absent<CodeableConcept>();
        }

        return ElementGuard.IsSound(found) && found.Value is CodeableConcept concept
            ? Stated.Of(concept)
            : Stated.Unreadable<CodeableConcept>(Unreadability.Malformed);
    }

    /// <summary>Blanks say nothing.</summary>
    private static string? Said(string? words) => string.IsNullOrWhiteSpace(words) ? null : words;
}
