namespace CdsHooks.Fhir;

/// <summary>What is wrong with one element of a resource. The names are stable: they are recorded and counted.</summary>
public enum FhirIssueCode
{
    /// <summary>The JSON kind is not the one FHIR gives the element: a string where an object belongs, a number where a string belongs.</summary>
    WrongKind,

    /// <summary>Not a FHIR date, dateTime or instant, or a day that no calendar has.</summary>
    InvalidDate,

    /// <summary>A number that does not fit the element: too large, or with a fraction where an integer belongs.</summary>
    InvalidNumber,

    /// <summary>Text that no Unicode string can hold, such as a lone surrogate or broken UTF-8.</summary>
    InvalidString,

    /// <summary>One item stands where an array belongs. It was read as an array of one.</summary>
    LoneItem,

    /// <summary>An element without which the resource cannot be read is absent, such as <c>resourceType</c>.</summary>
    MissingElement,

    /// <summary>A name stands twice in one object, so that readers may differ in what it says.</summary>
    DuplicateName,
}
