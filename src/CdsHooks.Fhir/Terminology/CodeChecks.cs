using System.Buffers;
using System.Text.RegularExpressions;

namespace CdsHooks.Fhir.Terminology;

/// <summary>Finds codes that are malformed in their code system.</summary>
internal static partial class CodeChecks
{
    private static readonly SearchValues<char> AsciiLettersAndDigits =
        SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    /// <summary>Checks a code of the knowledge folder.</summary>
    /// <returns>The issue, or null.</returns>
    internal static string? FindIssue(string system, string code) =>
        code.Length == 0 ? "the code is empty"
        : code.AsSpan().ContainsAnyExcept(AsciiLettersAndDigits) && code.Any(char.IsWhiteSpace) ? "the code contains white space"
        : code.Length > CodeText.MaxLength ? $"the code is longer than {CodeText.MaxLength} characters"
        : FindIssueOfSystem(system, code);

    private static string? FindIssueOfSystem(string system, string code) => system switch
    {
        CodeSystems.Snomed when !IsSnomed(code) => "not a SNOMED CT code: its check digit (Verhoeff) does not fit",
        CodeSystems.Loinc when !IsLoinc(code) => "not a LOINC code: its check digit (mod 10) does not fit",
        CodeSystems.Icd10Cm when !Icd10Cm().IsMatch(code) =>
            "not an ICD-10-CM code in its stored form: upper case, with a dot after the third character",
        CodeSystems.Icd10Pcs when !Icd10Pcs().IsMatch(code) => "not an ICD-10-PCS code: seven characters without I and O",
        _ => null,
    };

    private static bool IsSnomed(string code) => code.Length is >= 6 and <= 18 && CheckDigits.IsVerhoeff(code);

    // Parts and answers (LP…, LA…) are checked for their form only: no rule uses them so far.
    private static bool IsLoinc(string code) =>
        LoincAnswer().IsMatch(code) || (Loinc().IsMatch(code) && CheckDigits.IsMod10(code.AsSpan(0, code.Length - 2), code[^1]));

    [GeneratedRegex(@"\A[A-Z][0-9][0-9A-Z](\.[0-9A-Z]{1,4})?\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Icd10Cm();

    [GeneratedRegex(@"\A[0-9A-HJ-NP-Z]{7}\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Icd10Pcs();

    [GeneratedRegex(@"\A[0-9]{1,7}-[0-9]\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Loinc();

    [GeneratedRegex(@"\A(LA|LP|LL|LG|MTHU)[0-9]{1,8}-[0-9]\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LoincAnswer();
}
