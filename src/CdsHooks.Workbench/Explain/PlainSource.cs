using Hl7.Fhir.Model;

namespace CdsHooks.Workbench.Explain;

/// <summary>A source that a plan cites.</summary>
/// <param name="Label">The name in texts, such as <c>AANS/CNS 2014, Part 9</c>.</param>
/// <param name="Citation">The whole citation.</param>
/// <param name="Display">What is taken from it, where the plan says so instead of citing it.</param>
/// <param name="Url">Its address.</param>
/// <param name="Gradings">The grades that its authors give, each with what is graded, such as <c>strength of recommendation: Grade B</c>.</param>
internal sealed record PlainSource(string? Label, string? Citation, string? Display, string? Url, IReadOnlyList<string> Gradings)
{
    private const string GradingBase = "http://hl7.org/fhir/StructureDefinition/";

    /// <summary>Gets the shortest name.</summary>
    public string Name => Label ?? Citation ?? Url ?? string.Empty;

    /// <summary>Gets everything about it on one line; empty when there is nothing.</summary>
    public string Text
    {
        get
        {
            var text = string.Join(": ", new[] { Label, Citation ?? Display }.OfType<string>());
            var stated = string.Join("; ", Gradings);
            return (Url is null || text.Contains(Url, StringComparison.Ordinal) ? text : $"{text} <{Url}>".TrimStart()) + (stated.Length == 0 ? string.Empty : $" ({stated})");
        }
    }

    /// <summary>Describes an entry of the plan.</summary>
    public static PlainSource Of(RelatedArtifact document) => new(
        document.Label,
        document.Citation,
        document.Display,
        document.Url,
        [
            .. new[]
            {
                Graded(document, "strength of recommendation", "cqf-strengthOfRecommendation"),
                Graded(document, "quality of evidence", "cqf-qualityOfEvidence"),
            }.OfType<string>(),
        ]);

    private static string? Graded(RelatedArtifact document, string label, string name) =>
        document.Document?.Extension.Find(extension => string.Equals(extension.Url, GradingBase + name, StringComparison.Ordinal))?.Value is CodeableConcept { Text: { } grade }
            ? $"{label}: {grade}"
            : null;
}
