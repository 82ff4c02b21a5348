using CdsHooks.Decision.Criteria.Results;

namespace CdsHooks.Workbench.Explain;

/// <summary>Translates the codes of a plan into plain words.</summary>
internal static class Words
{
    private static readonly Dictionary<string, string> Kinds = new(StringComparer.Ordinal)
    {
        ["order"] = "Met by any order being chosen or signed that matches.",
        ["age"] = "Looks at the patient's age on the day of the order.",
        ["condition"] = "Met by any usable record that matches.",
        ["measurement"] = "The newest usable value of each level or side decides.",
        ["events"] = "Counts the different days on which something was done.",
        ["medication-trial"] = "Looks for one drug taken long enough, as prescribed or as stated.",
        ["trajectory"] = "Looks for the course: better, stable or worse.",
        ["levels"] = "Counts the levels of the spine that are ordered.",
        ["care-duration"] = "Looks for the longest uninterrupted interval of care.",
        ["all"] = "Met when every one of the parts below is met.",
        ["any"] = "Met when at least one of the parts below is met.",
        ["none"] = "Met when none of the parts below is met.",
    };

    private static readonly Dictionary<string, string> Roles = new(StringComparer.Ordinal)
    {
        ["counts"] = "Counts",
        ["spans"] = "Counts as a whole course",
        ["doubts"] = "Leaves the question open",
        ["explains"] = "Never counts, but says why it is not met",
        ["excepts"] = "Meets it by exception",
        ["grades"] = "Readings of strength",
        ["states"] = "Statements of the course",
        ["urgent"] = "Decides at once",
    };

    private static readonly Dictionary<string, string> Types = new(StringComparer.Ordinal)
    {
        ["Condition"] = "Diagnoses",
        ["Observation"] = "Observations",
        ["Procedure"] = "Procedures",
        ["Encounter"] = "Visits",
        ["ServiceRequest"] = "Orders in the chart",
        ["DiagnosticReport"] = "Reports",
        ["MedicationRequest"] = "Prescriptions",
        ["MedicationStatement"] = "Medication statements",
        ["AllergyIntolerance"] = "Allergies and intolerances",
        ["QuestionnaireResponse"] = "Questionnaire answers",
        ["CarePlan"] = "Plans of care",
    };

    private static readonly Dictionary<string, string> Paths = new(StringComparer.Ordinal)
    {
        ["code"] = "code",
        ["value"] = "value",
        ["category"] = "category",
        ["type"] = "type",
        ["participant"] = "participant's role",
        ["reason"] = "reason",
        ["conclusion"] = "conclusion",
        ["medication"] = "drug",
        ["item"] = "question",
        ["activity"] = "category or activity",
    };

    public static string Kind(string kind) => Kinds.GetValueOrDefault(kind, kind);

    public static string Role(string role) => Roles.GetValueOrDefault(role, role);

    public static string Type(string type, bool areBeingSigned) => areBeingSigned ? "Orders being chosen or signed" : Types.GetValueOrDefault(type, type);

    public static string Path(string path) => Paths.GetValueOrDefault(path, path);

    public static string Result(CriterionResult result) => result switch
    {
        CriterionResult.Met => "met",
        CriterionResult.NotMet => "not met",
        CriterionResult.Unknown => "unknown",
        _ => throw new ArgumentOutOfRangeException(nameof(result)),
    };

    public static string YesNo(bool flag) => flag ? "yes" : "no";
}
