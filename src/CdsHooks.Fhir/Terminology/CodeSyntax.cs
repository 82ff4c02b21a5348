namespace CdsHooks.Fhir.Terminology;

/// <summary>Tells codes from other text that a chart may hold in their place, such as a record number.</summary>
public static class CodeSyntax
{
    private const int LongestKnown = 10;
    private const int LongestLocal = 32;

    /// <summary>Determines whether a text has the form of a code.</summary>
    /// <param name="system">The canonical URI of the code system (<see cref="CodeSystems.Canonical"/>).</param>
    /// <param name="code">The text.</param>
    /// <returns>
    /// True when it has the form and the check digit that the system prescribes; for systems without such a rule, when it is short and
    /// consists of letters, digits, dots, hyphens and underscores.
    /// </returns>
    public static bool IsPlausible(string system, string code) => system switch
    {
        CodeSystems.Snomed or CodeSystems.Loinc or CodeSystems.Icd10Cm or CodeSystems.Icd10Pcs => CodeChecks.FindIssue(system, code) is null,
        _ => code.Length > 0 && code.Length <= (CodeSystems.IsPublic(system) ? LongestKnown : LongestLocal) && code.All(IsCodeCharacter),
    };

    private static bool IsCodeCharacter(char character) => char.IsAsciiLetterOrDigit(character) || character is '.' or '-' or '_';
}
