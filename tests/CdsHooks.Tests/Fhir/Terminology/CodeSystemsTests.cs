using CdsHooks.Fhir.Terminology;
using Xunit;

namespace CdsHooks.Tests.Fhir.Terminology;

public sealed class CodeSystemsTests
{
    [Theory]
    [InlineData("http://hl7.org/fhir/sid/icd-10-cm", CodeSystems.Icd10Cm)]
    [InlineData("http://hl7.org/fhir/sid/icd-10-us", CodeSystems.Icd10Cm)]
    [InlineData("urn:oid:2.16.840.1.113883.6.90", CodeSystems.Icd10Cm)]
    [InlineData("http://www.cms.gov/Medicare/Coding/ICD10", CodeSystems.Icd10Pcs)]
    [InlineData("http://www.cms.gov/medicare/coding/icd10", CodeSystems.Icd10Pcs)]
    [InlineData("http://hl7.org/fhir/sid/icd-10-pcs", CodeSystems.Icd10Pcs)]
    [InlineData("urn:oid:2.16.840.1.113883.6.4", CodeSystems.Icd10Pcs)]
    [InlineData("http://www.ama-assn.org/go/cpt", CodeSystems.Cpt)]
    [InlineData("https://www.ama-assn.org/go/cpt/", CodeSystems.Cpt)]
    [InlineData("urn:oid:2.16.840.1.113883.6.12", CodeSystems.Cpt)]
    [InlineData("https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets", CodeSystems.Hcpcs)]
    [InlineData("http://hl7.org/fhir/sid/icd-10", CodeSystems.Icd10Cm)]
    [InlineData("urn:oid:2.16.840.1.113883.6.3", CodeSystems.Icd10Cm)]
    [InlineData("urn:oid:2.16.840.1.113883.6.285", CodeSystems.Hcpcs)]
    [InlineData("http://snomed.info/sct/", CodeSystems.Snomed)]
    [InlineData("https://snomed.info/sct", CodeSystems.Snomed)]
    [InlineData("http://snomed.info/sct/731000124108/version/20250301", CodeSystems.Snomed)]
    [InlineData("urn:oid:2.16.840.1.113883.6.96", CodeSystems.Snomed)]
    [InlineData("2.16.840.1.113883.6.96", CodeSystems.Snomed)]
    [InlineData("http://loinc.org/", CodeSystems.Loinc)]
    [InlineData("urn:oid:2.16.840.1.113883.6.1", CodeSystems.Loinc)]
    [InlineData("urn:oid:2.16.840.1.113883.6.88", CodeSystems.RxNorm)]
    [InlineData("urn:oid:2.16.840.1.113883.6.73", CodeSystems.Atc)]
    [InlineData("urn:oid:2.16.840.1.113883.6.101", CodeSystems.Nucc)]
    [InlineData("http://www.nucc.org/provider-taxonomy", CodeSystems.Nucc)]
    [InlineData(" http://loinc.org ", CodeSystems.Loinc)]
    public void A_system_has_one_canonical_URI_under_all_its_spellings(string spelling, string canonical)
    {
        Assert.Equal(canonical, CodeSystems.Canonical(spelling));
    }

    [Theory]
    [InlineData("http://hl7.org/fhir/sid/icd-10-gm")]
    [InlineData("http://hl7.org/fhir/sid/icd-9-cm")]
    [InlineData("urn:oid:2.16.840.1.113883.6.9")]
    [InlineData("http://snomed.info/sctx")]
    [InlineData("http://example.org/local")]
    public void Another_system_stays_what_it_is(string system)
    {
        Assert.Equal(system, CodeSystems.Canonical(system));
    }

    [Fact]
    public void A_local_system_is_the_same_with_https_and_a_slash()
    {
        Assert.Contains("https://example.org/local/", CodeSystems.Spellings("http://example.org/local"), StringComparer.Ordinal);
        Assert.DoesNotContain("http://example.org/local2", CodeSystems.Spellings("http://example.org/local"), StringComparer.Ordinal);
    }
}
