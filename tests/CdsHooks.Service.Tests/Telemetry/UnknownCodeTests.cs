using System.Text;
using CdsHooks.Decision.Intake;
using CdsHooks.Service.Host.Telemetry;
using CdsHooks.Service.Tests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Xunit;

namespace CdsHooks.Service.Tests.Telemetry;

/// <summary>Codes that the rules do not know are counted, and nothing that could be a patient's number is shown.</summary>
public sealed class UnknownCodeTests
{
    [Fact]
    public async Task Unread_drugs_and_diagnoses_of_assessed_calls_are_listed_once_they_are_not_rare()
    {
        const string Icd9 = "http://hl7.org/fhir/sid/icd-9-cm";
        await using var app = new ServiceApp { Settings = Some.Settings(("Telemetry:CodeSystems:0", Icd9)) };
        var call = Some.FusionCall("""
            {"conditions":{"resourceType":"Bundle","type":"searchset","entry":[
              {"resource":{"resourceType":"Condition","id":"c1","subject":{"reference":"Patient/p1"},"code":{"coding":[{"system":"http://hl7.org/fhir/sid/icd-9-cm","code":"724.2"}]}}},
              {"resource":{"resourceType":"Condition","id":"c3","subject":{"reference":"Patient/p1"},"code":{"coding":[{"system":"http://hl7.org/fhir/sid/icd-10-cm","code":"I10"}]}}},
              {"resource":{"resourceType":"Condition","id":"c2","subject":{"reference":"Patient/p1"},"code":{"coding":[{"system":"http://hl7.org/fhir/sid/icd-10-cm","code":"M48.061"},{"system":"urn:oid:1.2.3","code":"local"}]}}}]},
             "medicationRequests":{"resourceType":"Bundle","type":"searchset","entry":[
              {"resource":{"resourceType":"MedicationRequest","id":"m1","status":"active","intent":"order","subject":{"reference":"Patient/p1"},"medicationCodeableConcept":{"coding":[{"system":"http://www.nlm.nih.gov/research/umls/rxnorm","code":"9999999"}]}}}]}}
            """);
        for (var time = 1; time < 5; time++)
        {
            using var response = await app.PostAsync(call);
        }

        var codes = app.Services.GetRequiredService<CodeCounts>();
        Assert.Empty(codes.List());
        using var fifth = await app.PostAsync(call);

        Assert.Equal(
            [new CodeCount(CodeUse.Drug, "http://www.nlm.nih.gov/research/umls/rxnorm", "9999999", 5), new CodeCount(CodeUse.Diagnosis, Icd9, "724.2", 5)],
            codes.List());
    }

    [Fact]
    public async Task Codes_of_a_local_system_are_listed_only_where_the_configuration_says_so()
    {
        const string Local = "urn:oid:1.2.840.114350.1.13.1.2.7.2.696580";
        var order = Some.ForeignCall.Replace("http://loinc.org", Local, StringComparison.Ordinal).Replace("58410-2", "LAB123", StringComparison.Ordinal);
        await using var closed = new ServiceApp();
        await using var open = new ServiceApp { Settings = Some.Settings(("Telemetry:CodeSystems:0", Local), ("Telemetry:LeastCodeCount", "1")) };

        using var first = await closed.PostAsync(order);
        using var second = await open.PostAsync(order);

        Assert.Equal(1, closed.Services.GetRequiredService<CodeCounts>().Unlisted(CodeUse.Order));
        Assert.Equal([new CodeCount(CodeUse.Order, Local, "LAB123", 1)], open.Services.GetRequiredService<CodeCounts>().List());
    }

    [Theory]
    [InlineData("http://loinc.org", "58410-2", true)]
    [InlineData("http://loinc.org", "58410-3", false)]
    [InlineData("https://loinc.org/", "58410-2", true)]
    [InlineData("http://snomed.info/sct", "73211009", true)]
    [InlineData("http://snomed.info/sct", "73211008", false)]
    [InlineData("http://hl7.org/fhir/sid/icd-10-cm", "M48.061", true)]
    [InlineData("http://hl7.org/fhir/sid/icd-10-cm", "MRN4711", false)]
    [InlineData("http://www.ama-assn.org/go/cpt", "22630", true)]
    [InlineData("http://www.ama-assn.org/go/cpt", "Jane Roe", false)]
    [InlineData("http://www.ama-assn.org/go/cpt", "12345678901", false)]
    [InlineData("http://www.ama-assn.org/go/cpt", "123456789", false)]
    [InlineData("http://www.ama-assn.org/go/cpt", "0775T", true)]
    [InlineData("http://www.nlm.nih.gov/research/umls/hcpcs", "C1821", true)]
    [InlineData("http://www.nlm.nih.gov/research/umls/hcpcs", "MRN-4711", false)]
    [InlineData("http://www.nlm.nih.gov/research/umls/rxnorm", "310965", true)]
    [InlineData("http://www.nlm.nih.gov/research/umls/rxnorm", "1974-03-10", false)]
    [InlineData("http://www.nlm.nih.gov/research/umls/rxnorm", "19740310", false)]
    [InlineData("http://www.nlm.nih.gov/research/umls/rxnorm", "Marchbanks", false)]
    [InlineData("http://www.whocc.no/atc", "M01AE01", true)]
    [InlineData("http://www.whocc.no/atc", "MARCH", false)]
    [InlineData("http://nucc.org/provider-taxonomy", "225100000X", true)]
    [InlineData("http://nucc.org/provider-taxonomy", "4711", false)]
    [InlineData("http://unitsofmeasure.org", "mm", false)]
    [InlineData("http://hospital.example/mrn", "1234567", false)]
    [InlineData("http://hospital.example/orders", "A_17.2", true)]
    [InlineData("http://hospital.example/orders", "Müller", false)]
    [InlineData("", "22630", false)]
    public void Only_codes_in_the_form_of_their_system_are_listed(string system, string code, bool isListed)
    {
        CodeCounts counts = new(Options.Create(new TelemetryOptions { LeastCodeCount = 1, CodeSystems = ["http://hospital.example/orders"] }));

        counts.Count(CodeUse.Order, Encoding.UTF8.GetBytes(system), Encoding.UTF8.GetBytes(code), isUsedByRules: false);

        Assert.Equal(isListed ? 1 : 0, counts.List().Count());
        Assert.Equal(isListed ? 0 : 1, counts.Unlisted(CodeUse.Order));
    }

    [Fact]
    public void Frequent_codes_stay_known_among_any_number_of_rare_ones()
    {
        TopCodes codes = new(capacity: 8);
        for (var time = 0; time < 1000; time++)
        {
            Count(codes, "frequent");
            Count(codes, $"rare {time}");
        }

        var (text, count) = Assert.Single(codes.List(most: 10, least: 5));
        Assert.Equal("frequent", text);
        Assert.Equal(1000, count);
    }

    [Theory]
    [InlineData("""{"code":{"coding":[{"system":"a","code":"b"},{"code":"c","display":"x","system":"d"}]}}""", "a|b d|c")]
    [InlineData("""{"id":"1","contained":[{"code":{"coding":[{"system":"x","code":"y"}]}}],"code":{"text":"t","coding":[{"extension":[{"url":"u"}],"code":"b"}]}}""", "|b")]
    [InlineData("""{"code":{"coding":[{"system":"a\u0062","code":5}]}}""", "|")]
    [InlineData("""{"code":{"coding":[null,{"system":"a","code":"b"}]}}""", "")]
    [InlineData("""{"code":[{"coding":[{"system":"a","code":"b"}]}]}""", "")]
    [InlineData("""{"code":"b"}""", "")]
    [InlineData("""{}""", "")]
    public void Codings_are_read_from_the_bytes_of_a_resource(string json, string expected)
    {
        List<string> found = [];
        CodingScanner codings = new(Encoding.UTF8.GetBytes(json), "code"u8);
        while (codings.MoveNext())
        {
            found.Add($"{Encoding.UTF8.GetString(codings.System)}|{Encoding.UTF8.GetString(codings.Code)}");
        }

        Assert.Equal(expected, string.Join(' ', found));
    }

    private static void Count(TopCodes codes, string text)
    {
        if (!codes.TryCount(text))
        {
            codes.Count(text);
        }
    }
}
