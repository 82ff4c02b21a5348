namespace CdsHooks.Simulation.Views;

/// <summary>Makes the views of a resource type: its resources, and what each can have several of, in views of their own.</summary>
/// <param name="names">The names of tables.</param>
internal sealed class ResourceViews(ViewNames names)
{
    private static readonly ViewColumn Key = new("resource_key", "getResourceKey()", "string");

    private static readonly ViewSelect Codings = new()
    {
        ForEachOrNull = "coding",
        Columns = [new("system", "system", "uri"), new("code", "code", "code"), new("display", "display", "string")],
    };

    /// <summary>Makes the views of a type.</summary>
    public IEnumerable<ViewDefinition> Of(ResourceElements elements)
    {
        yield return View(elements, ViewNames.Whole, $"One row for each {elements.Type}.", new ViewSelect { Columns = elements.Columns });
        if (elements.Coded.Count > 0)
        {
            yield return View(
                elements,
                ViewNames.Code,
                $"One row for each coding in {Article(elements.Type)} {elements.Type}; for a concept in words alone, one row without a code.",
                new ViewSelect { UnionAll = [.. elements.Coded.Select(Rows)] });
        }

        if (elements.References.Count > 0)
        {
            var targets = elements.References.SelectMany(reference => reference.Targets).Distinct(StringComparer.Ordinal).ToList();
            yield return View(
                elements,
                ViewNames.Reference,
                $"One row for each reference of {Article(elements.Type)} {elements.Type} that is followed.",
                new ViewSelect { UnionAll = [.. elements.References.Select(reference => Rows(reference, targets))] });
        }

        switch (elements.Type)
        {
            case "Observation":
                yield return View(elements, ViewNames.Value, "One row for each value of an Observation, its own and those of components, and coding of what was measured.", Values);
                break;
            case "MedicationRequest":
                yield return View(elements, ViewNames.Dosage, "One row for each dosage of a MedicationRequest.", Dosages);
                break;
            case "QuestionnaireResponse":
                yield return View(elements, ViewNames.Item, "One row for each answer of a QuestionnaireResponse, however deep its item is nested; for an item without an answer, one row without a value.", Items);
                break;
        }
    }

    private static ViewSelect Values { get; } = new()
    {
        UnionAll =
        [
            Measured("value", each: null),
            Measured("component", each: "component"),
        ],
    };

    private static ViewSelect Dosages { get; } = new()
    {
        ForEach = "dosageInstruction",
        Columns =
        [
            new("bounds_start", "timing.repeat.bounds.ofType(Period).start", "dateTime"),
            new("bounds_end", "timing.repeat.bounds.ofType(Period).end", "dateTime"),
            new("bounds_duration", "timing.repeat.bounds.ofType(Duration).value", "decimal"),
            new("bounds_duration_unit", "timing.repeat.bounds.ofType(Duration).code", "code"),
            new("frequency", "timing.repeat.frequency", "positiveInt"),
            new("period", "timing.repeat.period", "decimal"),
            new("period_unit", "timing.repeat.periodUnit", "code"),
            new("dose", "doseAndRate.first().dose.ofType(Quantity).value", "decimal"),
            new("dose_unit", "doseAndRate.first().dose.ofType(Quantity).code", "code"),
        ],
    };

    private static ViewSelect Items { get; } = new()
    {
        Repeat = ["item", "answer.item"],
        Columns = [new("link_id", "linkId", "string")],
        Selects =
        [
            new ViewSelect
            {
                ForEachOrNull = "answer",
                Columns =
                [
                    new("answer_boolean", "value.ofType(boolean)", "boolean"),
                    new("answer_integer", "value.ofType(integer)", "integer"),
                    new("answer_decimal", "value.ofType(decimal)", "decimal"),
                    new("answer_quantity", "value.ofType(Quantity).value", "decimal"),
                    new("answer_system", "value.ofType(Coding).system", "uri"),
                    new("answer_code", "value.ofType(Coding).code", "code"),
                    new("answer_display", "value.ofType(Coding).display", "string"),
                    new("is_in_words", "value.ofType(string).exists()", "boolean"),
                ],
            },
        ],
    };

    private ViewDefinition View(ResourceElements elements, string part, string description, ViewSelect rows)
    {
        ViewColumn[] keys = elements.Patient is { } patient ? [Key, new("patient_key", $"{patient}.getReferenceKey(Patient)", "string")] : [Key];
        var about = part.Length > 0 ? $"{elements.Type}: {part}" : elements.Type;
        IReadOnlyList<ViewSelect> selects = rows is { Columns: [], Selects: [], UnionAll: [] } ? [new ViewSelect { Columns = keys }] : [new ViewSelect { Columns = keys }, rows];
        return new ViewDefinition(names.Of(elements.Type, part), elements.Type, $"{names.Title}, {about}", description, selects);
    }

    private static string Article(string name) => "AEIOU".Contains(name[0], StringComparison.Ordinal) ? "an" : "a";

    private static ViewSelect Rows(CodedElement element)
    {
        ViewColumn[] own = [new("element", $"'{element.Name}'", "string"), new("text", element.IsCoding ? "display" : "text", "string")];
        return element.IsCoding
            ? new ViewSelect { ForEach = element.Path, Columns = [.. own, .. Codings.Columns] }
            : new ViewSelect { ForEach = element.Path, Columns = own, Selects = [Codings] };
    }

    private static ViewSelect Rows(ReferringElement element, IReadOnlyList<string> targets) => new()
    {
        ForEach = element.Path,
        Columns =
        [
            new("element", $"'{element.Name}'", "string"),
            new("reference", "reference", "string"),
            new("display", "display", "string"),
            .. targets.Select(target => new ViewColumn(ViewNames.KeyOf(target), $"getReferenceKey({target})", "string")),
        ],
    };

    private static ViewSelect Measured(string element, string? each) => new()
    {
        ForEach = each,
        Columns =
        [
            new("element", $"'{element}'", "string"),
            new("text", "code.text", "string"),
            new("number", "value.ofType(Quantity).value", "decimal"),
            new("comparator", "value.ofType(Quantity).comparator", "code"),
            new("unit", "value.ofType(Quantity).unit", "string"),
            new("unit_system", "value.ofType(Quantity).system", "uri"),
            new("unit_code", "value.ofType(Quantity).code", "code"),
            new("value_integer", "value.ofType(integer)", "integer"),
            new("value_boolean", "value.ofType(boolean)", "boolean"),
            new("value_string", "value.ofType(string)", "string"),
            new("value_text", "value.ofType(CodeableConcept).text", "string"),
            new("is_withheld", "dataAbsentReason.exists()", "boolean"),
        ],
        Selects =
        [
            Codings with { ForEachOrNull = "code.coding" },
            new ViewSelect
            {
                ForEachOrNull = "value.ofType(CodeableConcept).coding",
                Columns = [new("value_system", "system", "uri"), new("value_code", "code", "code"), new("value_display", "display", "string")],
            },
        ],
    };
}
