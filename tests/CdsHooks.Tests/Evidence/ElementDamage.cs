using System.Text.Json.Nodes;

namespace CdsHooks.Tests.Evidence;

/// <summary>Ways in which real records hold an element that nobody can read, or that has to be looked for.</summary>
internal static class ElementDamage
{
    /// <summary>The words of a concept that had only codes.</summary>
    public const string AnyWords = "as the chart has it";

    private const string Modifier = "modifierExtension";

    /// <summary>The elements that decide, with what each is: a word of a closed list, a concept, a date, a value or a reference.</summary>
    private static readonly Dictionary<string, (string Name, string Is)[]> Elements = new(StringComparer.Ordinal)
    {
        ["Condition"] = [("code", "concept"), ("clinicalStatus", "status"), ("verificationStatus", "status"), ("bodySite", "concept"), ("onsetDateTime", "date"), ("recordedDate", "date"), ("abatementDateTime", "date"), ("subject", "reference")],
        ["Observation"] = [("code", "concept"), ("status", "word"), ("bodySite", "concept"), ("valueQuantity", "quantity"), ("valueInteger", "number"), ("valueBoolean", "number"), ("valueCodeableConcept", "concept"), ("effectiveDateTime", "date"), ("effectivePeriod", "date"), ("issued", "date"),
            ("interpretation", "object"), ("dataAbsentReason", "object"), ("component", "object"), ("hasMember", "reference"), ("performer", "object"), ("subject", "reference")],
        ["Procedure"] = [("code", "concept"), ("status", "word"), ("bodySite", "concept"), ("reasonCode", "concept"), ("performedDateTime", "date"), ("performedPeriod", "date"), ("statusReason", "object"),
            ("category", "object"), ("reasonReference", "reference"), ("performer", "object"), ("subject", "reference")],
        ["MedicationRequest"] = [("medicationCodeableConcept", "concept"), ("status", "word"), ("intent", "word"), ("authoredOn", "date"), ("medicationReference", "reference"),
            ("statusReason", "object"), ("dispenseRequest", "object"), ("dosageInstruction", "object"), ("doNotPerform", "number"), ("subject", "reference")],
        ["MedicationStatement"] = [("medicationCodeableConcept", "concept"), ("status", "word"), ("statusReason", "object"), ("effectivePeriod", "date"), ("effectiveDateTime", "date"), ("dateAsserted", "date"),
            ("medicationReference", "reference"), ("dosage", "object"), ("subject", "reference")],
        ["Encounter"] = [("type", "concept"), ("status", "word"), ("period", "date"), ("reasonCode", "concept"), ("serviceType", "object"), ("class", "object"),
            ("reasonReference", "reference"), ("participant", "object"), ("subject", "reference")],
        ["ServiceRequest"] = [("code", "concept"), ("status", "word"), ("bodySite", "concept"), ("authoredOn", "date"), ("intent", "word"), ("reasonCode", "concept"),
            ("reasonReference", "reference"), ("doNotPerform", "number"), ("quantityQuantity", "object"), ("subject", "reference")],
        ["DiagnosticReport"] = [("code", "concept"), ("status", "word"), ("effectiveDateTime", "date"), ("conclusionCode", "concept"), ("effectivePeriod", "date"), ("issued", "date"),
            ("result", "reference"), ("subject", "reference")],
        ["QuestionnaireResponse"] = [("status", "word"), ("authored", "date"), ("item", "object"), ("subject", "reference")],
        ["CarePlan"] = [("category", "concept"), ("status", "word"), ("intent", "word"), ("activity", "object"), ("addresses", "reference"), ("period", "date"), ("subject", "reference")],
        ["AllergyIntolerance"] = [("code", "concept"), ("clinicalStatus", "status"), ("verificationStatus", "status"), ("reaction", "object"), ("patient", "reference")],
    };

    private static readonly Dictionary<string, string[]> Kinds = new(StringComparer.Ordinal)
    {
        ["word"] = ["unknown word", "other case", "wrong kind", "withheld"],
        ["status"] = ["unknown word", "other case", "text only", "foreign first", "wrong kind"],
        ["concept"] = ["text only", "foreign first", "wrong kind", "code of the wrong kind", "empty coding", "blank code"],
        ["date"] = ["unknown word", "wrong kind"],
        ["number"] = ["wrong kind"],
        ["object"] = ["wrong kind"],
        ["reference"] = ["wrong kind"],
        ["quantity"] = ["unknown word", "wrong kind"],
    };

    /// <summary>Damages one element of a resource.</summary>
    /// <param name="resource">The resource; changed in place.</param>
    /// <param name="dice">Draws numbers below a limit.</param>
    /// <returns>What was done to which element; null where the resource has none that decides.</returns>
    public static (string Type, string Element, string Kind)? Do(JsonObject resource, Func<int, int> dice)
    {
        var type = (string?)resource["resourceType"] ?? string.Empty;
        if (!Elements.TryGetValue(type, out var all))
        {
            return null;
        }

        var present = all.Where(element => resource[element.Name] is not null).ToList();
        if (present.Count == 0 || dice(8) is 0)
        {
            resource[Modifier] = new JsonArray(new JsonObject { ["url"] = "https://ehr.example/changes-everything", ["valueBoolean"] = true });
            return (type, Modifier, "added");
        }

        if (dice(16) is 0)
        {
            return AddOddity(resource, type, dice(3));
        }

        var (name, what) = present[dice(present.Count)];
        var kind = Kinds[what][dice(Kinds[what].Length)];
        if (kind is "withheld")
        {
            resource.Remove(name);
            resource["_" + name] = new JsonObject { ["extension"] = new JsonArray(new JsonObject { ["url"] = "http://hl7.org/fhir/StructureDefinition/data-absent-reason", ["valueCode"] = "masked" }) };
        }
        else
        {
            resource[name] = Damaged(resource[name]!, what, kind);
        }

        return (type, name, kind);
    }

    /// <summary>Parts that no rule reads, or that only hold what others point at.</summary>
    private static (string Type, string Element, string Kind) AddOddity(JsonObject resource, string type, int which)
    {
        switch (which)
        {
            case 0:
                resource["extension"] = new JsonArray(new JsonObject { ["url"] = new JsonArray("https://ehr.example/list"), ["valueString"] = "x" });
                return (type, "extension", "wrong kind");
            case 1:
                resource["contained"] = "low back pain";
                return (type, "contained", "wrong kind");
            default:
                foreach (var inner in (resource["contained"] as JsonArray ?? []).OfType<JsonObject>())
                {
                    inner["id"] = new JsonArray("x");
                }

                return (type, "contained.id", "wrong kind");
        }
    }

    private static JsonNode Damaged(JsonNode element, string what, string kind) => (kind, what) switch
    {
        ("wrong kind", "concept" or "object" or "reference") => "low back pain",
        ("wrong kind", "status") => "active",
        ("wrong kind", "date") => 20260420,
        ("wrong kind", "quantity") => "4.6 mm",
        ("wrong kind", "number") => "2",
        ("wrong kind", _) => 7,
        ("unknown word", "date") => "last spring",
        ("unknown word", "quantity") => new JsonObject { ["value"] = 4.6, ["unit"] = "barleycorn", ["system"] = "http://unitsofmeasure.org", ["code"] = "[barley]" },
        (_, "word") => kind is "other case" ? ((string)element!).ToUpperInvariant() : "not-a-status",
        _ => Recoded(element.DeepClone(), kind),
    };

    private static JsonNode Recoded(JsonNode element, string kind)
    {
        foreach (var concept in (element as JsonArray)?.OfType<JsonObject>() ?? new[] { element }.OfType<JsonObject>())
        {
            var codings = concept["coding"] as JsonArray ?? [];
            switch (kind)
            {
                case "text only":
                    concept["text"] ??= (string?)codings.OfType<JsonObject>().FirstOrDefault()?["display"] ?? AnyWords;
                    concept.Remove("coding");
                    break;
                case "foreign first":
                    codings.Insert(0, new JsonObject { ["system"] = "urn:oid:1.2.3.4.5", ["code"] = "local" });
                    if (codings.Parent is null)
                    {
                        concept["coding"] = codings;
                    }

                    break;
                case "empty coding":
                    concept["coding"] = new JsonArray((JsonNode?)null);
                    break;
                default:
                    foreach (var coding in codings.OfType<JsonObject>())
                    {
                        coding["code"] = kind switch
                        {
                            "other case" => ((string?)coding["code"])?.ToUpperInvariant(),
                            "code of the wrong kind" => new JsonObject { ["value"] = "x" },
                            "blank code" => " ",
                            _ => "not-a-status",
                        };
                    }

                    break;
            }
        }

        return element;
    }
}
