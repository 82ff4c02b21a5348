namespace CdsHooks.Fhir.Terminology;

/// <summary>The written form of a system's codes, which decides how they are normalised.</summary>
public enum CodeForm
{
    /// <summary>Case-sensitive: FHIR's rule unless the code system says otherwise.</summary>
    Exact,

    /// <summary>Case-insensitive; compared in upper case.</summary>
    UpperCase,

    /// <summary>As <see cref="UpperCase"/>, with a dot after the third character, which senders can omit.</summary>
    Icd10Cm,

    /// <summary>As <see cref="UpperCase"/>, without the billing modifiers after the code: <c>22630-51</c>.</summary>
    Cpt,
}
