using System.Text.Json.Nodes;
using Hl7.Fhir.Model;

namespace CdsHooks.Tests.Records;

/// <summary>A record that conforms to its profile but for one constraint.</summary>
/// <param name="Name">The element and the constraint.</param>
/// <param name="Sound">The record before.</param>
/// <param name="Broken">The record after.</param>
/// <param name="Seen">How the validator's issue begins: with its place.</param>
internal sealed record SeededIssue(string Name, JsonObject Sound, JsonObject Broken, string Seen)
{
    private const string Snomed = "http://snomed.info/sct";

    // Members of a differential that ask nothing of a record, or that other members say.
    private static readonly string[] Silent =
        ["id", "path", "short", "definition", "comment", "requirements", "mustSupport", "sliceName", "slicing"];

    /// <summary>The examples with what they do not show and a profile allows.</summary>
    private static readonly Dictionary<string, string> Alternatives = new(StringComparer.Ordinal)
    {
        ["observation-meyerding-grade"] = """{"valueCodeableConcept":null,"valueInteger":1}""",
        ["observation-mrc-motor-grade"] = """{"valueInteger":null,"valueQuantity":{"value":4.5,"system":"http://unitsofmeasure.org","code":"{score}"}}""",
        ["observation-supervised-pt-weeks"] = """{"bodySite":{"coding":[{"system":"http://snomed.info/sct","code":"1217253001"}]}}""",
        ["servicerequest-lumbar-fusion-order"] = """{"doNotPerform":false}""",
    };

    /// <summary>Codes of the same kind that a set does not have; of other sets, the cervical spine is none.</summary>
    private static readonly Dictionary<string, (string System, string Code)> Strangers = new(StringComparer.Ordinal)
    {
        ["back-region-conditions"] = ("http://hl7.org/fhir/sid/icd-10-cm", "M17.11"),
        ["lumbar-fusion-procedures"] = ("http://www.cms.gov/Medicare/Coding/ICD10", "0SB00AJ"),
    };

    /// <summary>Breaks each constraint that a profile makes, one at a time.</summary>
    /// <exception cref="NotSupportedException">The profile makes a constraint that is not known here.</exception>
    public static IEnumerable<SeededIssue> Of(RecordProfile profile)
    {
        var example = RecordedChart.ExampleOf(profile);
        JsonObject[] records = Alternatives.TryGetValue(profile.Id, out var change) ? [example, RecordedChart.Changed(example, change)] : [example];
        return profile.Elements.SelectMany(element => Constraints(element)
            .Select(constraint => Break(element, constraint, records.FirstOrDefault(record => Shows(element, constraint, record))
                ?? throw new NotSupportedException($"{element.Id}: no record shows it."))));
    }

    private static IEnumerable<string> Constraints(RecordElement element)
    {
        foreach (var (name, value) in element.Definition.EnumerateElements().Where(member => !Silent.Contains(member.Key, StringComparer.Ordinal)))
        {
            if (name is "constraint")
            {
                foreach (var constraint in element.Definition.Constraint)
                {
                    yield return constraint.Key!;
                }
            }
            else if (name is not "binding" || element.RequiredSet is not null)
            {
                yield return name;
            }
        }
    }

    /// <summary>What is forbidden is shown by what would hold it, everything else by the element.</summary>
    private static bool Shows(RecordElement element, string constraint, JsonObject record) =>
        element.ParentIn(record) is { } parent && (constraint is "max" || RecordElement.Follow(parent, element.Steps[^1]).Any());

    private static SeededIssue Break(RecordElement element, string constraint, JsonObject sound)
    {
        var broken = sound.DeepClone().AsObject();
        var parent = element.ParentIn(broken)!;
        var name = RecordElement.Follow(parent, element.Steps[^1]).Select(found => found.Name).FirstOrDefault() ?? element.Steps[^1];
        if (constraint is "min" || (constraint is "type" && !element.IsReference))
        {
            parent.Remove(name);
            name = constraint is "min" ? "id" : OtherType(NameOf(element.Steps[^1]));
        }

        parent[name] = constraint switch
        {
            "min" => parent["id"]?.DeepClone() ?? "not-empty",
            "max" when element.Definition.Max is "0" => name is "comparator" ? "<" : Concept(Snomed, "261665006"),
            "type" => element.IsReference ? new JsonObject { ["reference"] = "Group/1" } : "2026-04-20T08:30:00Z",
            "fixed" => Other(name),
            "binding" when name is "status" => "preliminary",
            "binding" => Like(parent[name], Strangers.GetValueOrDefault(element.RequiredSet!.Split('/')[^1], (Snomed, "122494005"))),
            "minValue" => Number(element.Definition.MinValue) - 1,
            "maxValue" => Number(element.Definition.MaxValue) + 1,
            "record-day" => "2026-05",
            "record-site" => Concept(Snomed, "122494005"),
            _ => throw new NotSupportedException($"{element.Id}: the constraint {constraint} is not known here."),
        };
        return new SeededIssue($"{element.Id} {constraint}", sound, broken, IssueOf(element, constraint));
    }

    private static string IssueOf(RecordElement element, string constraint) => constraint switch
    {
        "min" => $"{LocationOf(element, element.Steps[..^1])}: 1028 Missing required member: '{NameOf(element.Steps[^1])}'",
        "max" => $"{LocationOf(element, element.Steps[..^1])}: 1028 Instance count at element '{element.Steps[^1]}'",
        "type" when element.IsReference => "Group: 1011 Referenced resource 'Group/1'",
        _ => $"{LocationOf(element, element.Steps)}: ",
    };

    /// <summary>FHIRPath's way to an element, the first of many: <c>Observation.value[0].code[0]</c>.</summary>
    private static string LocationOf(RecordElement element, string[] steps) =>
        string.Concat(steps.Select(step => $".{NameOf(step)}[0]").Prepend(element.Id.Split('.')[0]));

    private static string NameOf(string step) => step.Split('[', ':')[0];

    private static JsonObject Concept(string system, string code) =>
        new() { ["coding"] = new JsonArray(new JsonObject { ["system"] = system, ["code"] = code }), ["text"] = "-" };

    private static JsonNode Like(JsonNode? old, (string System, string Code) code) =>
        old is JsonArray ? new JsonArray(Concept(code.System, code.Code)) : Concept(code.System, code.Code);

    private static string OtherType(string choice) => choice switch
    {
        "effective" => "effectiveInstant",
        "performed" => "performedDateTime",
        "value" => "valueDateTime",
        _ => throw new NotSupportedException($"No other type of {choice} is known here."),
    };

    private static JsonNode Other(string name) => name switch
    {
        "doNotPerform" => true,
        "intent" => "plan",
        "status" => "on-hold",
        "system" => "http://units.example",
        "code" => "[in_i]",
        _ => throw new NotSupportedException($"No other value of {name} is known here."),
    };

    private static decimal Number(DataType? bound) => bound switch
    {
        Integer whole => whole.Value!.Value,
        FhirDecimal number => number.Value!.Value,
        _ => throw new NotSupportedException("A bound is a number."),
    };
}
