using System.Diagnostics.CodeAnalysis;

namespace CdsHooks.Fhir.Resources;

/// <summary>Which form of <c>value[x]</c> was sent.</summary>
[SuppressMessage("Naming", "CA1720:Identifier contains type name", Justification = "FHIR's own names of its types.")]
public enum ObservationValueKind
{
    /// <summary>No value.</summary>
    None,

    /// <summary>A number with a unit.</summary>
    Quantity,

    /// <summary>A coded value, from a CodeableConcept or, in a questionnaire's answer, a Coding.</summary>
    CodeableConcept,

    /// <summary>Yes or no.</summary>
    Boolean,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>Words.</summary>
    String,

    /// <summary>From a number to a number.</summary>
    Range,

    /// <summary>A number without a unit (answers of questionnaires only).</summary>
    Decimal,

    /// <summary>Anything else: a date, a ratio, an attachment.</summary>
    Other,
}
