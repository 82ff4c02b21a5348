using System.Text.RegularExpressions;

namespace CdsHooks.Tests.Criteria;

/// <summary>One line of a <see cref="Chart"/> as a FHIR resource that is right but for what the line says.</summary>
internal sealed partial record ChartLine(string Type, bool IsDraft, string Json)
{
    public static ChartLine Of(string line, string id)
    {
        var (head, rest) = Node.Split(line, '|');
        var words = head.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var isDraft = words[0] is "Draft";
        var type = isDraft ? "ServiceRequest" : words[0];
        Dictionary<string, string> members = new(StringComparer.Ordinal) { ["resourceType"] = Quoted(type), ["id"] = Quoted(id) };
        AddDefaults(members, type, isDraft);
        foreach (var word in words.Skip(1))
        {
            Add(members, type, word);
        }

        var own = members.Select(member => $"{Quoted(member.Key)}:{member.Value}");
        var json = $"{{{string.Join(',', own)}{(rest.Length > 0 ? "," + WithConcepts(rest) : string.Empty)}}}";
        return new ChartLine(type, isDraft, json);
    }

    public static string Concept(string code) => $$"""{"coding":[{"system":"{{TinyPlan.System}}","code":"{{code}}"}]}""";

    private static string Quoted(string text) => $"\"{text}\"";

    /// <summary><c>@code</c> in a JSON fragment is a CodeableConcept.</summary>
    private static string WithConcepts(string json) => ConceptForm().Replace(json.Replace('\'', '"'), match => Concept(match.Groups["code"].Value));

    private static void AddDefaults(Dictionary<string, string> members, string type, bool isDraft)
    {
        if (type is "Patient" or "Medication" or "PractitionerRole" or "Practitioner")
        {
            return;
        }

        members[type is "AllergyIntolerance" ? "patient" : "subject"] = """{"reference":"Patient/p1"}""";
        switch (type)
        {
            case "Condition" or "AllergyIntolerance":
                members["clinicalStatus"] = """{"coding":[{"code":"active"}]}""";
                members["verificationStatus"] = """{"coding":[{"code":"confirmed"}]}""";
                break;
            case "MedicationRequest":
                members["status"] = "\"active\"";
                members["intent"] = "\"order\"";
                break;
            default:
                members["status"] = Quoted(type switch
                {
                    "Observation" or "DiagnosticReport" => "final",
                    "Encounter" => "finished",
                    "MedicationStatement" => "active",
                    _ when isDraft => "draft",
                    "ServiceRequest" => "active",
                    _ => "completed",
                });
                break;
        }
    }

    private static void Add(Dictionary<string, string> members, string type, string word)
    {
        var (key, value) = Node.Split(word, ':');
        var member = Plain(key, value) ?? Coded(key, value, type) ?? Dated(key, value, type) ?? Linked(key, value);
        if (key is "no")
        {
            members.Remove(value);
        }
        else if (member is { } known)
        {
            members[known.Name] = known.Json;
        }
        else
        {
            AddCode(members, type, word);
        }
    }

    private static (string Name, string Json)? Plain(string key, string value) => key switch
    {
        "id" or "intent" or "issued" or "birthDate" => (key, Quoted(value)),
        "recorded" => ("recordedDate", Quoted(value)),
        "q" => ("valueQuantity", Quantity(value)),
        "int" => ("valueInteger", value),
        "is" => ("valueBoolean", value),
        _ => null,
    };

    private static (string Name, string Json)? Coded(string key, string value, string type) => key switch
    {
        "status" when type is "Condition" or "AllergyIntolerance" => ("clinicalStatus", $$"""{"coding":[{"code":"{{value}}"}]}"""),
        "status" => (key, Quoted(value)),
        "verified" => ("verificationStatus", $$"""{"coding":[{"code":"{{value}}"}]}"""),
        "value" => ("valueCodeableConcept", Concept(value)),
        "reads" => ("interpretation", $"[{Concept(value)}]"),
        "site" => ("bodySite", type is "Observation" ? Concept(value) : $"[{Concept(value)}]"),
        "reason" => ("reasonCode", $"[{Concept(value)}]"),
        "category" => (key, Concept(value)),
        _ => null,
    };

    private static (string Name, string Json)? Dated(string key, string value, string type) => (key, type) switch
    {
        ("on", "Encounter") => ("period", Period(value, value)),
        ("on", "Condition") => ("onsetDateTime", Quoted(value)),
        ("on", "Procedure") => ("performedDateTime", Quoted(value)),
        ("on", "ServiceRequest" or "MedicationRequest") => ("authoredOn", Quoted(value)),
        ("on", "QuestionnaireResponse") => ("authored", Quoted(value)),
        ("on", _) => ("effectiveDateTime", Quoted(value)),
        ("over", "Condition") => ("onsetPeriod", Period(value)),
        ("over", "Procedure") => ("performedPeriod", Period(value)),
        ("over", "Encounter") => ("period", Period(value)),
        ("over", _) => ("effectivePeriod", Period(value)),
        ("abated", _) => ("abatementDateTime", Quoted(value)),
        ("changed", _) => ("meta", $$"""{"lastUpdated":"{{value}}T08:00:00Z"}"""),
        _ => null,
    };

    private static (string Name, string Json)? Linked(string key, string value) => key switch
    {
        "reasonRef" => ("reasonReference", $$"""[{"reference":"{{value}}"}]"""),
        "for" => ("subject", $$"""{"reference":"{{value}}"}"""),
        "supply" => ("dispenseRequest", Supply(Node.Split(value, 'x'))),
        _ => null,
    };

    private static void AddCode(Dictionary<string, string> members, string type, string code)
    {
        switch (type)
        {
            case "MedicationRequest" or "MedicationStatement":
                members["medicationCodeableConcept"] = Concept(code);
                break;
            case "Encounter":
                members["type"] = $"[{Concept(code)}]";
                break;
            case "QuestionnaireResponse":
                members["item"] = Item(Node.Split(code, '='));
                break;
            default:
                members["code"] = Concept(code);
                break;
        }
    }

    /// <summary><c>asked</c> has no answer; <c>asked=Boolean=true</c> has one.</summary>
    private static string Item((string LinkId, string Answer) item) => item.Answer.Length == 0
        ? $$"""[{"linkId":"{{item.LinkId}}"}]"""
        : $$"""[{"linkId":"{{item.LinkId}}","answer":[{"value{{item.Answer.Replace("=", "\":", StringComparison.Ordinal)}}}]}]""";

    /// <summary><c>30</c> or <c>30x2</c>: days of one supply and repeats.</summary>
    private static string Supply((string Days, string Repeats) supply)
    {
        var repeats = supply.Repeats.Length > 0 ? $",\"numberOfRepeatsAllowed\":{supply.Repeats}" : string.Empty;
        return $$"""{"expectedSupplyDuration":{"value":{{supply.Days}},"system":"http://unitsofmeasure.org","code":"d"}{{repeats}}}""";
    }

    /// <summary><c>start/end</c>, either of which may be left out.</summary>
    private static string Period(string text)
    {
        var (start, end) = Node.Split(text, '/');
        return Period(start, end);
    }

    private static string Period(string start, string end) =>
        $"{{{string.Join(',', new[] { ("start", start), ("end", end) }.Where(part => part.Item2.Length > 0).Select(part => $"\"{part.Item1}\":\"{part.Item2}\""))}}}";

    /// <summary><c>3.5mm</c>, <c>&gt;=5mm</c>, <c>4</c> (no unit).</summary>
    private static string Quantity(string text)
    {
        var match = QuantityForm().Match(text);
        var comparator = match.Groups["comparator"].Length > 0 ? $"\"comparator\":\"{match.Groups["comparator"].Value}\"," : string.Empty;
        var unit = match.Groups["unit"].Value;
        var unitPart = unit.Length > 0 ? $$""","unit":"{{unit}}","system":"http://unitsofmeasure.org","code":"{{unit}}" """ : string.Empty;
        return $"{{{comparator}\"value\":{match.Groups["number"].Value}{unitPart}}}";
    }

    [GeneratedRegex(@"@(?<code>[\w-]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ConceptForm();

    [GeneratedRegex(@"^(?<comparator>[<>]=?)?(?<number>-?[\d.]+)(?<unit>.*)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex QuantityForm();
}
