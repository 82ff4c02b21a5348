using System.Text;
using CdsHooks.Fhir.Terminology;
using Xunit;

namespace CdsHooks.Tests.Fhir.Terminology;

public sealed class LookupTests
{
    private static readonly TerminologyIndex Index = Knowledge.Of(
        Knowledge.Listing("pain", CodeSystems.Icd10Cm, "M54.50", "G83.4", "M54"),
        Knowledge.ValueSet("fusion", $$""" "compose": { "include": [ {{Knowledge.Beginning(CodeSystems.Icd10Pcs, "(0SG0|0SG1).*")}}, {{Knowledge.Include(CodeSystems.Cpt, "22630")}} ] } """),
        Knowledge.Listing("slip", CodeSystems.Snomed, "178805003"),
        Knowledge.Listing("therapist", CodeSystems.Nucc, "225100000X"),
        Knowledge.ValueSet("nsaid", $$""" "compose": { "include": [ {{Knowledge.Beginning(CodeSystems.Atc, "M01A.*")}} ] } """),
        Knowledge.Listing("local", "https://example.org/cs", "heavy", "Très-lourd"));

    [Theory]
    [InlineData(CodeSystems.Icd10Cm, "M54.50", "pain")]
    [InlineData(CodeSystems.Icd10Cm, "M5450", "pain")]
    [InlineData(CodeSystems.Icd10Cm, "m54.50", "pain")]
    [InlineData(CodeSystems.Icd10Cm, " m5450 ", "pain")]
    [InlineData(CodeSystems.Icd10Cm, "M54", "pain")]
    [InlineData(CodeSystems.Icd10Cm, "G834", "pain")]
    [InlineData("urn:oid:2.16.840.1.113883.6.90", "M5450", "pain")]
    [InlineData("https://hl7.org/fhir/sid/icd-10-cm/", "M54.50", "pain")]
    [InlineData(CodeSystems.Icd10Pcs, "0SG00AJ", "fusion")]
    [InlineData(CodeSystems.Icd10Pcs, "0sg10aj", "fusion")]
    [InlineData("http://hl7.org/fhir/sid/icd-10-pcs", "0SG00AJ", "fusion")]
    [InlineData("urn:oid:2.16.840.1.113883.6.4", "0SG0", "fusion")]
    [InlineData(CodeSystems.Cpt, "22630", "fusion")]
    [InlineData("urn:oid:2.16.840.1.113883.6.12", "22630", "fusion")]
    [InlineData(CodeSystems.Cpt, "22630-51", "fusion")]
    [InlineData(CodeSystems.Cpt, "22630-AS-59", "fusion")]
    [InlineData("http://www.ama-assn.org/go/cpt|2026", "22630", "fusion")]
    [InlineData(CodeSystems.Snomed, "178805003", "slip")]
    [InlineData("urn:oid:2.16.840.1.113883.6.96", "178805003", "slip")]
    [InlineData("http://snomed.info/sct/731000124108", "178805003", "slip")]
    [InlineData(CodeSystems.Nucc, "225100000x", "therapist")]
    [InlineData(CodeSystems.Atc, "M01AE02", "nsaid")]
    [InlineData("http://example.org/cs/", "heavy", "local")]
    [InlineData("https://example.org/cs", "Très-lourd", "local")]
    public void A_code_is_found_under_every_spelling_of_it_and_its_system(string system, string code, string valueSet)
    {
        var expected = ValueSetBits.Of(Index.IndexOf($"http://x/{valueSet}"));

        Assert.Equal(expected, Index.Lookup(system, code));
        Assert.Equal(expected, Index.Lookup(Encoding.UTF8.GetBytes(system), Encoding.UTF8.GetBytes(code)));
        Assert.True(Index.MayKnow(Encoding.UTF8.GetBytes(code)));
    }

    [Theory]
    [InlineData(CodeSystems.Icd10Cm, "M54.5")]
    [InlineData(CodeSystems.Icd10Cm, "M54.500")]
    [InlineData(CodeSystems.Icd10Cm, "M545.0")]
    [InlineData(CodeSystems.Icd10Cm, "M54.")]
    [InlineData(CodeSystems.Icd10Cm, "22630")]
    [InlineData(CodeSystems.Icd10Pcs, "0SG")]
    [InlineData(CodeSystems.Icd10Pcs, "0SG2000")]
    [InlineData(CodeSystems.Icd10Pcs, "M54.50")]
    [InlineData(CodeSystems.Cpt, "22631")]
    [InlineData(CodeSystems.Cpt, "22630-A")]
    [InlineData(CodeSystems.Cpt, "22630AS")]
    [InlineData(CodeSystems.Cpt, "22631-51")]
    [InlineData(CodeSystems.Atc, "M01")]
    [InlineData("https://example.org/cs", "HEAVY")]
    [InlineData("https://example.org/other", "heavy")]
    [InlineData("http://hl7.org/fhir/sid/icd-9-cm", "M54.50")]
    [InlineData("", "22630")]
    [InlineData(CodeSystems.Cpt, "")]
    public void What_is_no_member_is_in_no_value_set(string system, string code)
    {
        Assert.True(Index.Lookup(system, code).IsEmpty);
        Assert.True(Index.Lookup(Encoding.UTF8.GetBytes(system), Encoding.UTF8.GetBytes(code)).IsEmpty);
    }

    [Fact]
    public void Text_of_any_length_and_broken_text_is_in_no_value_set()
    {
        var longText = new string('9', 5000);

        Assert.True(Index.Lookup(longText, longText).IsEmpty);
        Assert.True(Index.Lookup(Encoding.UTF8.GetBytes(longText), "22630"u8).IsEmpty);
        Assert.True(Index.Lookup(Encoding.UTF8.GetBytes(CodeSystems.Cpt), Encoding.UTF8.GetBytes(longText)).IsEmpty);
        Assert.True(Index.Lookup([0xff, 0xfe], [0xff]).IsEmpty);
        Assert.False(Index.MayKnow(Encoding.UTF8.GetBytes(longText)));
        Assert.False(Index.MayKnow([0xff]));
        Assert.False(Index.MayKnow([]));
        Assert.False(Index.MayKnow("   "u8));
    }

    [Fact]
    public void A_concept_is_in_the_value_sets_of_all_its_codings()
    {
        var concept = Given.Concept($$"""
            {
              "coding": [
                { "system": "urn:oid:1.2.3", "code": "SURG-1" }, {}, null,
                { "system": "{{CodeSystems.Cpt}}", "code": "22630" },
                { "system": "http:\/\/hl7.org\/fhir\/sid\/icd-10-cm", "code": "M54\u002e50" }
              ]
            }
            """);

        var bits = Index.Lookup(concept);

        Assert.Equal(ValueSetBits.Of(Index.IndexOf("http://x/fusion")) | ValueSetBits.Of(Index.IndexOf("http://x/pain")), bits);
    }

    [Fact]
    public void A_missing_concept_is_in_no_value_set() => Assert.True(Index.Lookup(default(Hl7.Fhir.Model.CodeableConcept)).IsEmpty);

    [Fact]
    public void Value_sets_are_in_the_order_of_their_canonicals()
    {
        Assert.Equal(
            ["http://x/fusion", "http://x/local", "http://x/nsaid", "http://x/pain", "http://x/slip", "http://x/therapist"],
            Enumerable.Range(0, Index.ValueSetCount).Select(Index.Canonical),
            StringComparer.Ordinal);
        Assert.Equal(3, Index.IndexOf("http://x/pain"));
        Assert.Equal(3, Index.IndexOf("http://x/pain|1.0.0"));
        Assert.Equal(-1, Index.IndexOf("http://x/other"));
        Assert.Equal((3, 3, 2), (Index.Members(0).Count(), Index.Members(3).Count(), Index.Members(1).Count()));
        Assert.Equal(
            "22630 0SG0* 0SG1*",
            string.Join(' ', Index.Members(0).Select(member => member.Code + (member.IsPrefix ? "*" : ""))));
    }

    [Fact]
    public void The_probe_says_yes_to_every_member_however_it_is_written()
    {
        foreach (var (_, code, _, isPrefix) in Enumerable.Range(0, Index.ValueSetCount).SelectMany(Index.Members))
        {
            var whole = isPrefix ? $"{code}0X" : code;
            string[] spellings = [whole, whole.ToUpperInvariant(), $" {whole}\t", whole.Replace(".", "", StringComparison.Ordinal), $"\\u00{(int)whole[0]:x2}{whole[1..]}"];
            Assert.All(spellings, spelling => Assert.True(Index.MayKnow(Encoding.UTF8.GetBytes(spelling))));
        }
    }

    [Theory]
    [InlineData("8480-6")]
    [InlineData("vital-signs")]
    [InlineData("7258")]
    [InlineData("M54.51")]
    [InlineData("0SG")]
    public void The_probe_says_no_to_what_is_in_no_value_set(string code) => Assert.False(Index.MayKnow(Encoding.UTF8.GetBytes(code)));

    [Fact]
    public void Looking_up_does_not_allocate()
    {
        var concept = Given.Concept($$"""{ "coding": [ { "system": "{{CodeSystems.Icd10Cm}}", "code": "M5450" }, { "code": "x" } ] }""");
        for (var warmUp = 0; warmUp < 100; warmUp++)
        {
            Look(concept);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        Look(concept);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void Look(Hl7.Fhir.Model.CodeableConcept concept)
    {
        _ = Index.Lookup(concept);
        _ = Index.Lookup("http://snomed.info/sct/1"u8, "178805003"u8);
        _ = Index.MayKnow("0SG00AJ"u8) && Index.MayKnow("nothing"u8);
    }
}
