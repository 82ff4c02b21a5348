namespace CdsHooks.Fhir.Reading;

/// <summary>The parts of a resource that decide what rules make of it.</summary>
[Flags]
public enum ElementParts
{
    /// <summary>None of them.</summary>
    None = 0,

    /// <summary>What it is about: <c>code</c>, <c>medication[x]</c>, <c>Encounter.type</c>, <c>QuestionnaireResponse.item</c>.</summary>
    Code = 1,

    /// <summary>Whether it counts: its status, intent, what denies it, and the reason of its status.</summary>
    Status = 2,

    /// <summary>Why: reason codes and references.</summary>
    Reason = 4,

    /// <summary>Where on the body.</summary>
    Site = 8,

    /// <summary>What was found: values, components, interpretations, conclusions.</summary>
    Value = 16,

    /// <summary>When.</summary>
    Date = 32,

    /// <summary>Whom it is about.</summary>
    Subject = 64,

    /// <summary>What kind it is, who did it, how much was supplied, how it went: all that only narrows.</summary>
    Detail = 128,

    /// <summary>A <c>modifierExtension</c> or <c>implicitRules</c>, which may change the meaning of everything: none is understood here.</summary>
    Modifier = 256,

    /// <summary>The resource as a whole: a name stands twice in it.</summary>
    Whole = 512,
}
