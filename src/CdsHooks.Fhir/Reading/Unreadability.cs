namespace CdsHooks.Fhir.Reading;

/// <summary>Why an element that is there cannot be read. Of several reasons the last in this order is told.</summary>
public enum Unreadability
{
    /// <summary>It can be read, or is not there.</summary>
    None,

    /// <summary>It has only words, or codes of systems that no value set covers.</summary>
    NotCoded,

    /// <summary>It points at a resource that is not in hand.</summary>
    NotInHand,

    /// <summary>A word that its value set does not have: another case, another version of FHIR, a local word.</summary>
    UnknownWord,

    /// <summary>Malformed: a wrong kind of JSON, a day that no calendar has, a name that stands twice.</summary>
    Malformed,
}
