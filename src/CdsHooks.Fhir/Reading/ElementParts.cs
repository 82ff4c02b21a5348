namespace CdsHooks.Fhir.Reading;

/// <summary>The parts of a resource that decide how rules use it.</summary>
[Flags]
public enum ElementParts
{
    /// <summary>No part.</summary>
    None = 0,

    /// <summary>The subject matter: <c>code</c>, <c>medication[x]</c>, <c>Encounter.type</c>, <c>QuestionnaireResponse.item</c>.</summary>
    Code = 1,

    /// <summary>The status, its reason, the intent and the negation.</summary>
    Status = 2,

    /// <summary>The reason codes and references.</summary>
    Reason = 4,

    /// <summary>The body site.</summary>
    Site = 8,

    /// <summary>The result: values, components, interpretations, conclusions.</summary>
    Value = 16,

    /// <summary>The dates and periods.</summary>
    Date = 32,

    /// <summary>The patient.</summary>
    Subject = 64,

    /// <summary>The category, performer, supply or outcome: details that only narrow a record.</summary>
    Detail = 128,

    /// <summary>A <c>modifierExtension</c> or <c>implicitRules</c>, which can change the meaning of every element: none is understood here.</summary>
    Modifier = 256,

    /// <summary>The resource as a whole, such as one with a duplicate property name.</summary>
    Whole = 512,
}
