using System.Collections.Frozen;

namespace CdsHooks.Decision.Hooks;

/// <summary>
/// The search parameters of FHIR R4 (4.0.1) that prefetch templates can use for the resources of the prefetch keys: references, tokens
/// and dates. Strings, quantities, composites and URIs are omitted on purpose.
/// </summary>
internal static class SearchParameters
{
    private static readonly FrozenDictionary<(string Type, string Name), SearchParameterKind> Known = Build(
        new("Patient", "general-practitioner link organization", "active address-use deceased email gender identifier language phone telecom", "birthdate death-date"),
        new("Condition", "asserter encounter evidence-detail patient subject", "body-site category clinical-status code evidence identifier severity stage verification-status", "abatement-date onset-date recorded-date"),
        new("Observation", "based-on derived-from device encounter focus has-member part-of patient performer specimen subject", "category code combo-code combo-data-absent-reason combo-value-concept component-code component-data-absent-reason component-value-concept data-absent-reason identifier method status value-concept", "date value-date"),
        new("Procedure", "based-on encounter instantiates-canonical location part-of patient performer reason-reference subject", "category code identifier reason-code status", "date"),
        new("MedicationRequest", "encounter intended-dispenser intended-performer medication patient requester subject", "category code identifier intended-performertype intent priority status", "authoredon date"),
        new("MedicationStatement", "context medication part-of patient source subject", "category code identifier status", "effective"),
        new("Encounter", "account appointment based-on diagnosis episode-of-care location part-of participant patient practitioner reason-reference service-provider subject", "class identifier participant-type reason-code special-arrangement status type", "date location-period"),
        new("ServiceRequest", "based-on encounter instantiates-canonical patient performer replaces requester specimen subject", "body-site category code identifier intent performer-type priority requisition status", "authored occurrence"),
        new("DiagnosticReport", "based-on encounter media patient performer result results-interpreter specimen subject", "category code conclusion identifier status", "date issued"),
        new("QuestionnaireResponse", "author based-on encounter part-of patient questionnaire source subject", "identifier status", "authored"),
        new("AllergyIntolerance", "asserter patient recorder", "category clinical-status code criticality identifier manifestation route severity type verification-status", "date last-date onset"),
        new("CarePlan", "based-on care-team condition encounter goal part-of patient performer replaces subject", "activity-code category identifier intent status", "activity-date date"));

    /// <summary>Gets the kind of a parameter; null where the resource type has no such parameter of these kinds.</summary>
    public static SearchParameterKind? KindOf(string resourceType, string name) => name switch
    {
        "_id" or "_tag" or "_security" => SearchParameterKind.Token,
        "_lastUpdated" => SearchParameterKind.Date,
        _ => Known.TryGetValue((resourceType, name), out var kind) ? kind : null,
    };

    private static FrozenDictionary<(string Type, string Name), SearchParameterKind> Build(params ReadOnlySpan<Row> rows)
    {
        Dictionary<(string Type, string Name), SearchParameterKind> known = [];
        foreach (var row in rows)
        {
            Add(row.Type, row.References, SearchParameterKind.Reference);
            Add(row.Type, row.Tokens, SearchParameterKind.Token);
            Add(row.Type, row.Dates, SearchParameterKind.Date);
        }

        return known.ToFrozenDictionary();

        void Add(string type, string names, SearchParameterKind kind)
        {
            foreach (var name in names.Split(' '))
            {
                known.Add((type, name), kind);
            }
        }
    }

    private readonly record struct Row(string Type, string References, string Tokens, string Dates);
}

/// <summary>The kinds of search parameter that a prefetch template can use.</summary>
internal enum SearchParameterKind
{
    /// <summary>A reference to a resource.</summary>
    Reference,

    /// <summary>A code, compared by equality.</summary>
    Token,

    /// <summary>A date, dateTime, instant or Period, with an optional prefix.</summary>
    Date,
}
