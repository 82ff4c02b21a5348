using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Fhir.Terminology;
using CdsHooks.Simulation.Reports;

namespace CdsHooks.Simulation.Views;

/// <summary>The value sets as tables.</summary>
internal static class CodeTables
{
    /// <summary>The file of the codes.</summary>
    public const string Codes = "value_set_codes.csv";

    /// <summary>The file of the spellings of code systems.</summary>
    public const string Systems = "code_systems.csv";

    /// <summary>Makes the table of the codes of value sets: a row for each code, and for each beginning of codes.</summary>
    /// <param name="terminology">The value sets.</param>
    /// <param name="valueSets">The canonicals of the value sets.</param>
    public static string CodesOf(TerminologyIndex terminology, IEnumerable<string> valueSets) => Csv.ForDatabase(
        ["value_set", "system", "code", "is_prefix", "is_excluded", "display"], valueSets.SelectMany(valueSet => Rows(terminology, valueSet)));

    /// <summary>Makes the table of the spellings of code systems, in lower case, with the form in which codes are compared.</summary>
    public static string SystemsOf(TerminologyIndex terminology) => Csv.ForDatabase(
        ["spelling", "system", "form"],
        terminology.Spellings
            .Select(known => new object?[] { known.Spelling.ToLowerInvariant(), known.System, ReasonCodes.Kebab(known.Form.ToString()) })
            .DistinctBy(row => (string?)row[0], StringComparer.Ordinal));

    private static IEnumerable<object?[]> Rows(TerminologyIndex terminology, string valueSet)
    {
        var index = terminology.IndexOf(valueSet);
        foreach (var (system, code, display, isPrefix) in terminology.Members(index))
        {
            yield return [valueSet, system, code, isPrefix, false, display];
        }

        foreach (var (system, code, isPrefix) in terminology.Exceptions(index))
        {
            yield return [valueSet, system, code, isPrefix, true, null];
        }
    }
}
