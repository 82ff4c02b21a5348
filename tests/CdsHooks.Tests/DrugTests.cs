using System.Text.Json.Nodes;
using CdsHooks.Decision;
using CdsHooks.Decision.Cards;
using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Intake;
using CdsHooks.Tests.Architecture;
using CdsHooks.Workbench.Plans;
using Xunit;

namespace CdsHooks.Tests;

/// <summary>The shipped knowledge of drugs, asked through the shipped plan: what one order of 90 days makes of the two drug classes.</summary>
public sealed class DrugTests
{
    private const string RxNorm = "http://www.nlm.nih.gov/research/umls/rxnorm";
    private const string Atc = "http://www.whocc.no/atc";
    private const string Ndc = "http://hl7.org/fhir/sid/ndc";
    private const string ValueSets = "https://cdshooks.example.org/fhir/ValueSet/";

    private static readonly CompiledPlan Shipped = LoadShipped();

    public static TheoryData<string, string, string, string> Codes { get; } = new()
    {
        { $"{RxNorm}|7258", "met", "not-met", "an ingredient" },
        { $"{RxNorm}|198014", "met", "not-met", "a clinical drug: naproxen 500 mg tablet" },
        { $"{RxNorm}|213469", "met", "not-met", "a branded drug: celecoxib 200 mg capsule" },
        { $"{RxNorm}|849574", "met", "not-met", "a salt: naproxen sodium 220 mg tablet" },
        { $"{RxNorm}|310431", "not-met", "met", "gabapentin 300 mg capsule" },
        { $"{RxNorm}|105029", "not-met", "met", "the same, branded" },
        { $"{RxNorm}|596926", "not-met", "met", "duloxetine 20 mg capsule" },
        { $"{RxNorm}|994008", "met", "not-met", "naproxen with esomeprazole" },
        { $"{RxNorm}|855633", "not-met", "not-met", "diclofenac gel" },
        { $"{RxNorm}|855633 {RxNorm}|3355", "not-met", "not-met", "diclofenac gel, its ingredient beside it" },
        { $"{RxNorm}|861007", "not-met", "not-met", "metformin 500 mg tablet" },
        { $"{RxNorm}|314076", "not-met", "not-met", "lisinopril 10 mg tablet" },
        { $"{RxNorm}|6809", "not-met", "not-met", "metformin, the ingredient" },
        { $"{RxNorm}|1049683", "not-met", "not-met", "oxycodone 10 mg tablet" },
        { $"{RxNorm}|313782", "not-met", "not-met", "acetaminophen 325 mg tablet" },
        { $"{RxNorm}|856987", "not-met", "not-met", "hydrocodone with acetaminophen" },
        { $"{RxNorm}|99999991", "unknown", "unknown", "a code of no list" },
        { $"{RxNorm}|99999991 {RxNorm}|198014", "met", "not-met", "one coding of two is known" },
        { $"{Ndc}|00093014801", "unknown", "unknown", "NDC only" },
        { $"{Ndc}|00093014801 {Atc}|M01AE02", "met", "not-met", "NDC and ATC" },
        { $"{Atc}|A10BA02", "not-met", "not-met", "ATC of another class" },
        { $"{Atc}|M01AX05", "not-met", "not-met", "glucosamine" },
        { $"{Atc}|M02AA15", "not-met", "not-met", "diclofenac for the skin" },
        { $"{Atc}|N02BF02", "not-met", "met", "pregabalin" },
        { $"{Atc}|M01A", "unknown", "unknown", "a group of ATC that holds drugs of ours and others" },
        { $"{Atc}|N06CA01", "unknown", "unknown", "a combination of ATC with a tricyclic" },
        { "https://ehr.example.org/drugs|4711", "unknown", "unknown", "a local code" },
    };

    [Theory]
    [MemberData(nameof(Codes))]
    public void A_drug_is_known_by_the_codes_of_its_order(string codes, string antiInflammatory, string neuropathic, string why) =>
        AssertTrials($$"""'medicationCodeableConcept':{{Concept(codes)}}""", antiInflammatory, neuropathic, why);

    [Theory]
    [InlineData("'code':RX7258", "met", "not-met", "by its code")]
    [InlineData("'code':RX99999991,'ingredient':[{'itemCodeableConcept':RX7258}]", "met", "not-met", "by its ingredient, the code unknown")]
    [InlineData("'code':RX861007,'ingredient':[{'itemCodeableConcept':RX7258}]", "met", "not-met", "by its ingredient, the code of no class")]
    [InlineData("'code':{'text':'Tablet'},'ingredient':[{'itemCodeableConcept':RX198014},{'itemCodeableConcept':RX6809}]", "met", "not-met", "two ingredients, both known")]
    [InlineData("'ingredient':[{'itemCodeableConcept':RX7258},{'itemCodeableConcept':RX99999991}]", "met", "unknown", "an ingredient that may be anything")]
    [InlineData("'ingredient':[{'itemCodeableConcept':RX6809},{'itemCodeableConcept':RX99999991}]", "unknown", "unknown", "another drug, and one that may be anything")]
    [InlineData("'ingredient':[{'itemCodeableConcept':RX6809},{'itemCodeableConcept':RX99999991,'isActive':false}]", "not-met", "not-met", "what only carries the drug does not matter")]
    [InlineData("'code':RX855633,'ingredient':[{'itemCodeableConcept':RX3355}]", "not-met", "not-met", "a gel, whatever is in it")]
    [InlineData("'code':{'text':'Tablet'}", "not-met", "not-met", "a name that is no drug of ours")]
    [InlineData("'code':{'text':'NAPROXEN 500 mg tablet'}", "unknown", "not-met", "a name that is one")]
    [InlineData("'ingredient':[{'itemCodeableConcept':{'text':'Pregabalin'}}]", "not-met", "unknown", "an ingredient's name that is one")]
    public void A_drug_is_known_by_the_contained_Medication(string medication, string antiInflammatory, string neuropathic, string why)
    {
        var contained = System.Text.RegularExpressions.Regex.Replace(
            medication, "RX(?<code>[0-9]+)", match => Concept($"{RxNorm}|{match.Groups["code"].Value}"), default, TimeSpan.FromSeconds(1));
        var order = $$"""'contained':[{'resourceType':'Medication','id':'m',{{contained}}}],'medicationReference':{'reference':'#m'}""";

        AssertTrials(order, antiInflammatory, neuropathic, why);
    }

    [Theory]
    [InlineData("'text':'Nitroglycerin 0.4 MG/ACTUAT Mucosal Spray'", "not-met", "not-met")]
    [InlineData("'text':'Levonorgestrel 0.15 mg / ethinyl estradiol'", "not-met", "not-met")]
    [InlineData("'text':'atorvastatin 20 mg'", "not-met", "not-met")]
    [InlineData("'coding':[{'system':'https://ehr.example.org/drugs','code':'4711','display':'Simvastatin'}]", "not-met", "not-met")]
    [InlineData("'coding':[{'system':'https://ehr.example.org/drugs','code':'4711','display':'Naproxen 500'}]", "unknown", "not-met")]
    [InlineData("'coding':[{'system':'https://ehr.example.org/drugs','code':'4711'},{'system':'urn:x','code':'9','display':'LYRICA 75'}],'text':'capsule'", "not-met", "unknown")]
    [InlineData("'text':'Aleve'", "unknown", "not-met")]
    [InlineData("'text':'mefenamic acid 250 mg'", "unknown", "not-met")]
    [InlineData("'text':'Neurontin, or Motrin'", "unknown", "unknown")]
    [InlineData("'text':'Gabapentinoid-free diet'", "not-met", "not-met")]
    [InlineData("'text':'  '", "unknown", "unknown")]
    [InlineData("'coding':[{'system':'https://ehr.example.org/drugs','code':'4711'}]", "unknown", "unknown")]
    public void A_drug_is_known_by_the_words_of_its_order(string concept, string antiInflammatory, string neuropathic) =>
        AssertTrials($$"""'medicationCodeableConcept':{{{concept}}}""", antiInflammatory, neuropathic, concept);

    [Theory]
    [InlineData("", "unknown", "unknown")]
    [InlineData(",'display':'Metoprolol 25'", "not-met", "not-met")]
    [InlineData(",'display':'Celebrex 200'", "unknown", "not-met")]
    public void A_drug_whose_Medication_was_not_sent_is_unknown(string display, string antiInflammatory, string neuropathic) =>
        AssertTrials($$"""'medicationReference':{'reference':'Medication/elsewhere'{{display}}}""", antiInflammatory, neuropathic, display);

    [Theory]
    [InlineData(RxNorm, "856987")]
    [InlineData(RxNorm, "1049221")]
    [InlineData(RxNorm, "214182")]
    [InlineData(Atc, "N02AJ13")]
    [InlineData(Atc, "N02BE51")]
    public void A_combination_with_acetaminophen_is_acetaminophen(string system, string code) =>
        Assert.True(Shipped.Rules.Terminology.Lookup(system, code).Contains(Shipped.Rules.Terminology.IndexOf(ValueSets + "acetaminophen-ingredients")));

    [Fact]
    public void A_drug_in_a_class_is_in_no_list_of_other_drugs_by_RxNorm()
    {
        var terminology = Shipped.Rules.Terminology;
        string[] classes = ["nsaid-ingredients", "neuropathic-agent-ingredients", "topical-nsaid-products"];
        var ours = classes.SelectMany(set => Members(set).Where(member => member.System is RxNorm)).Select(member => member.Code).ToHashSet(StringComparer.Ordinal);
        var others = Members("other-drug-ingredients").Concat(Members("other-clinical-drugs")).Where(member => member.System is RxNorm);

        Assert.DoesNotContain(others, member => ours.Contains(member.Code));
        IEnumerable<(string System, string Code, string? Display, bool IsPrefix)> Members(string set) => terminology.Members(terminology.IndexOf(ValueSets + set));
    }

    [Theory]
    [InlineData("nsaid-ingredients", 700)]
    [InlineData("neuropathic-agent-ingredients", 170)]
    [InlineData("acetaminophen-ingredients", 800)]
    [InlineData("muscle-relaxant-ingredients", 90)]
    [InlineData("opioid-ingredients", 1_200)]
    [InlineData("topical-nsaid-products", 50)]
    [InlineData("other-drug-ingredients", 2_000)]
    [InlineData("other-clinical-drugs", 10_000)]
    public void The_table_has_not_shrunk(string set, int atLeast)
    {
        var terminology = Shipped.Rules.Terminology;

        Assert.True(terminology.Members(terminology.IndexOf(ValueSets + set)).Count() >= atLeast, "The table of drugs lost codes.");
    }

    private static void AssertTrials(string drug, string antiInflammatory, string neuropathic, string why)
    {
        var assessment = Assess(drug);

        Assert.True(
            (antiInflammatory, neuropathic) == (Result("anti-inflammatory-trial"), Result("neuropathic-trial")),
            $"{why}: {Result("anti-inflammatory-trial")}, {Result("neuropathic-trial")}");
        string Result(string id) => assessment.Find(id)!.Result switch
        {
            CriterionResult.Met => "met",
            CriterionResult.NotMet => "not-met",
            _ => "unknown",
        };
    }

    private static string Concept(string codes) => "{'coding':["
        + string.Join(',', codes.Split(' ').Select(code => code.Split('|')).Select(code => $"{{'system':'{code[0]}','code':'{code[1]}'}}"))
        + "]}";

    private static Assessment Assess(string drug)
    {
        var json = JsonNode.Parse(File.ReadAllText(Repository.PathOf("tests", "cases", "v18-nothing-documented", "request.json")))!;
        json["prefetch"]!["medicationRequests"]!["entry"] = new JsonArray(new JsonObject
        {
            ["resource"] = JsonNode.Parse($$$"""
                {'resourceType':'MedicationRequest','id':'rx','status':'completed','intent':'order','authoredOn':'2026-01-01',
                 'subject':{'reference':'Patient/pat-v18'},'dispenseRequest':{'expectedSupplyDuration':{'value':90,'code':'d','system':'http://unitsofmeasure.org'}},
                 {{{drug}}}}
                """.Replace('\'', '"')),
        });
        using var request = HookRequest.Read(System.Text.Encoding.UTF8.GetBytes(json.ToJsonString()));
        var sets = request.ReadRest(Shipped.Rules.Terminology, Shipped.Rules.KeepAll).Sets;
        var day = new DateOnly(2026, 6, 1);
        return Shipped.Decide(request.Context, Shipped.Match(request.Context, new DateTimeOffset(day, default, default), day), sets, new PlanQuestion(new DateTimeOffset(day, default, default), day, new CardOptions(), () => new Guid(1, 2, 3, new byte[8]))).Assessment;
    }

    private static CompiledPlan LoadShipped()
    {
        var source = KnowledgeSource.Open(Repository.PathOf("fhir-profiles"));
        return source.Load(source.OnlyPlan(), siteParametersId: null);
    }
}
