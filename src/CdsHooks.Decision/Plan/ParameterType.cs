using System.Diagnostics.CodeAnalysis;

namespace CdsHooks.Decision.Plan;

/// <summary>The type of a plan parameter, fixed by its default.</summary>
[SuppressMessage("Naming", "CA1720:Identifier contains type name", Justification = "FHIR's own names of these types.")]
public enum ParameterType
{
    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>A decimal number.</summary>
    Decimal,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>One code out of the allowed ones.</summary>
    Code,

    /// <summary>One or more codes out of the allowed ones.</summary>
    Codes,
}
