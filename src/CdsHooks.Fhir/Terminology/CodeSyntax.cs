using System.Text.RegularExpressions;

namespace CdsHooks.Fhir.Terminology;

/// <summary>Tells codes from other text that a chart may hold in their place, such as a record number or a date.</summary>
public static partial class CodeSyntax
{
    private const int Patience = 1000;

    /// <summary>Determines whether a text has the form of a code.</summary>
    /// <param name="system">The canonical URI of the code system (<see cref="CodeSystems.Canonical"/>).</param>
    /// <param name="code">The text.</param>
    /// <returns>
    /// True when it has the form and the check digit that the system prescribes; false for units, which are no codes of anything; for
    /// systems that are not public, when it has at most 32 letters, digits, dots, hyphens and underscores.
    /// </returns>
    public static bool IsPlausible(string system, string code) => system switch
    {
        CodeSystems.Snomed or CodeSystems.Loinc or CodeSystems.Icd10Cm or CodeSystems.Icd10Pcs => CodeChecks.FindIssue(system, code) is null,
        CodeSystems.RxNorm => RxNorm().IsMatch(code),
        CodeSystems.Cpt => Cpt().IsMatch(code),
        CodeSystems.Hcpcs => Hcpcs().IsMatch(code),
        CodeSystems.Atc => Atc().IsMatch(code),
        CodeSystems.Nucc => Nucc().IsMatch(code),
        _ => !CodeSystems.IsPublic(system) && Local().IsMatch(code),
    };

    // Concepts of RxNorm have at most seven digits so far; eight would be the form of a date.
    [GeneratedRegex("^[1-9][0-9]{0,6}$", RegexOptions.ExplicitCapture, Patience)]
    private static partial Regex RxNorm();

    [GeneratedRegex("^[0-9]{4}[0-9AFTUM]$", RegexOptions.ExplicitCapture, Patience)]
    private static partial Regex Cpt();

    [GeneratedRegex("^[A-V][0-9]{4}$", RegexOptions.ExplicitCapture, Patience)]
    private static partial Regex Hcpcs();

    [GeneratedRegex("^[A-V]([0-9]{2}([A-Z]([A-Z]([0-9]{2})?)?)?)?$", RegexOptions.ExplicitCapture, Patience)]
    private static partial Regex Atc();

    [GeneratedRegex("^[0-9A-Z]{9}X$", RegexOptions.ExplicitCapture, Patience)]
    private static partial Regex Nucc();

    [GeneratedRegex("^[0-9A-Za-z._-]{1,32}$", RegexOptions.ExplicitCapture, Patience)]
    private static partial Regex Local();
}
