namespace CdsHooks.Fhir.Terminology;

/// <summary>How codes of a system are written, and so how they are made comparable.</summary>
internal enum CodeForm
{
    /// <summary>Case matters: FHIR's rule where a code system does not say otherwise.</summary>
    Exact,

    /// <summary>Case does not matter; compared in upper case.</summary>
    UpperCase,

    /// <summary>As <see cref="UpperCase"/>, with a dot after the third character, which senders may leave out.</summary>
    Icd10Cm,

    /// <summary>As <see cref="UpperCase"/>, without the modifiers that bills put behind the code: <c>22630-51</c>.</summary>
    Cpt,
}
