using CdsHooks.Tests.Intake;
using static CdsHooks.Tests.Synthetic.SyntheticMeasures;
using static CdsHooks.Tests.Synthetic.SyntheticWriter;

namespace CdsHooks.Tests.Synthetic;

/// <summary>Makes what is measured and asked at a visit.</summary>
internal sealed class SyntheticFindings(Dice dice, SyntheticWriter writer)
{
    public void Vitals(SyntheticVisit visit)
    {
        foreach (var vital in SyntheticMeasures.Vitals)
        {
            Observe(visit, "vital-signs", vital.Code, Quantity(vital));
        }

        var parts = BloodPressures.Select(part => $$"""{"code":{{part.Code.Concept}},{{Quantity(part)}}}""");
        Observe(visit, "vital-signs", BloodPressure, $"\"component\":[{string.Join(',', parts)}]");
        Observe(visit, "survey", Smoking, Answer(SmokingStatuses));
    }

    public void Questions(SyntheticVisit visit)
    {
        var answers = NeedsAnswers.Select(asked => $$"""{"code":{{asked.Question.Concept}},{{Answer(asked.Answers)}}}""");
        Observe(visit, "survey", Needs, $"\"component\":[{string.Join(',', answers)}]");
        Observe(visit, "laboratory", DrugScreen, Answer(DrugScreenResults));
    }

    /// <summary>A panel: each result by itself, and the report that points at them.</summary>
    public void Panel(SyntheticVisit visit)
    {
        var panel = Panels[dice.Next(Panels.Length)];
        var results = panel.Results.Select(result =>
            $$"""{"reference":"{{Observe(visit, panel.Category, result.Code, Quantity(result))}}","display":"{{result.Code.Display}}"}""").ToList();
        writer.Add("DiagnosticReport", "us-core-diagnosticreport-lab",
            """ "status":"final","category":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v2-0074","code":"LAB","display":"Laboratory"}]}],""" +
            $$""" "code":{{panel.Code.Concept}},"subject":{"reference":"{{writer.Patient}}"},"encounter":{"reference":"{{visit.Reference}}"},"effectiveDateTime":"{{At(visit.Day)}}","issued":"{{At(visit.Day)}}","performer":[{{Place}}],"result":[{{string.Join(',', results)}}]""");
        if (dice.Next(4) == 0)
        {
            Observe(visit, "laboratory", Glycated.Code, Quantity(Glycated));
        }
    }

    private string Observe(SyntheticVisit visit, string category, SyntheticCode code, string value) => writer.Add("Observation", "us-core-observation-lab",
        $$""" "status":"final","category":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/observation-category","code":"{{category}}","display":"{{category}}"}]}],""" +
        $$""" "code":{{code.Concept}},"subject":{"reference":"{{writer.Patient}}"},"encounter":{"reference":"{{visit.Reference}}"},"effectiveDateTime":"{{At(visit.Day)}}","issued":"{{At(visit.Day)}}",{{value}}""");

    private string Quantity(SyntheticMeasure measure) =>
        $$""" "valueQuantity":{"value":{{Tenths(measure.Least + dice.Next(measure.Greatest - measure.Least))}},"unit":"{{measure.Unit}}","system":"http://unitsofmeasure.org","code":"{{measure.Unit}}"}""";

    private string Answer(SyntheticCode[] answers) => $"\"valueCodeableConcept\":{answers[dice.Next(answers.Length)].Concept}";
}
