using CdsHooks.Fhir.Terminology;
using CdsHooks.Simulation.Runs;
using CdsHooks.Tests.Architecture;
using CdsHooks.Workbench.Plans;
using Xunit;

namespace CdsHooks.Tests.Simulation.Views;

/// <summary>The generated join finds the value sets of a code as the engine does, whatever its spelling.</summary>
public sealed class ViewJoinTests
{
    [Fact]
    public void Every_code_in_every_spelling_is_in_the_same_value_sets_as_for_the_engine()
    {
        var rules = RulesLoader.Side(KnowledgeSource.Open(Repository.PathOf("fhir-profiles")), "version", plan: null, siteParameters: null, []);
        var terminology = rules.Plan.Rules.Terminology;
        using Lake lake = new(rules, []);
        var read = lake.Rows("SELECT DISTINCT value_set FROM lumbar_fusion_value_set_code").ConvertAll(row => row[0]!);
        List<(string System, string Code)> codings = [.. read.SelectMany(valueSet => Spellings(terminology, terminology.IndexOf(valueSet))).Distinct()];
        lake.Append("lumbar_fusion_condition_code", codings.Select((coding, index) => (IReadOnlyList<string?>)[$"{index}", null, "code", null, coding.System, coding.Code, null]));

        var found = lake.Rows("SELECT resource_key, value_set FROM lumbar_fusion_member_coding").ToLookup(row => int.Parse(row[0]!, System.Globalization.CultureInfo.InvariantCulture), row => row[1]!);

        for (var index = 0; index < codings.Count; index++)
        {
            var sets = terminology.Lookup(codings[index].System, codings[index].Code);
            var expected = read.Where(valueSet => sets.Contains(terminology.IndexOf(valueSet))).Order(StringComparer.Ordinal);
            var actual = found[index].Order(StringComparer.Ordinal);
            Assert.True(expected.SequenceEqual(actual, StringComparer.Ordinal), $"'{codings[index].System}' '{codings[index].Code}': expected {string.Join(' ', expected)}, found {string.Join(' ', actual)}");
        }

        Assert.True(codings.Count > 10_000, $"Only {codings.Count} codings were tried.");
    }

    /// <summary>Lists codes of a value set, and its exceptions, as charts may spell them; some are others then.</summary>
    private static IEnumerable<(string System, string Code)> Spellings(TerminologyIndex terminology, int valueSet)
    {
        var codes = terminology.Members(valueSet).Select(member => (member.System, member.Code)).Concat(terminology.Exceptions(valueSet).Select(exception => (exception.System, exception.Code)));
        foreach (var ((system, code), index) in codes.Select((code, index) => (code, index)))
        {
            var spellings = terminology.Spellings.Where(known => string.Equals(known.System, system, StringComparison.Ordinal)).ToList();
            var spelling = spellings[index % spellings.Count].Spelling;
            yield return (system, code);
            yield return (spelling, $"{code}9");
            yield return (index % 2 is 0 ? spelling.ToUpperInvariant() : $" {spelling}|2024-09", code.ToLowerInvariant());
            yield return (spelling, $"\t{code.Replace(".", string.Empty, StringComparison.Ordinal)} ");
            yield return (spelling, $"{code}-51{(index % 3 is 0 ? "-59" : string.Empty)}");
            yield return (index % 2 is 0 ? $"{system}/731000124108/version/20250301" : $"urn:oid:{system}", code);
        }
    }
}
