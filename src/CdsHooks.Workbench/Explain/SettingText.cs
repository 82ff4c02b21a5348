using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Plan;
using Hl7.Fhir.Model;

namespace CdsHooks.Workbench.Explain;

/// <summary>Describes the settings of a criterion or an input in words, with the values in force.</summary>
internal sealed class SettingText(PlanContext plan)
{
    // {0} is the value. A setting without a label here is shown by its name.
    private static readonly Dictionary<string, string> Labels = new(StringComparer.Ordinal)
    {
        ["minYears"] = "at least this old: {0}",
        ["minEvents"] = "on at least this many different days: {0}",
        ["minSpan"] = "from the first day to the last at least: {0}",
        ["maxGap"] = "longest pause: {0}",
        ["lookback"] = "not longer ago than: {0}",
        ["minAge"] = "began at least this long ago: {0}",
        ["nearMissDays"] = "a near miss is a course that is short by at most: {0}",
        ["nearMiss"] = "a near miss leaves the question open: {0}",
        ["performers"] = "given by: {0}, where the role is recorded",
        ["needsPerformer"] = "only where that role is recorded: {0}",
        ["sameBodySite"] = "not when coded for another body site: {0}",
        ["requireReason"] = "only with a recorded reason: {0}",
        ["beforeEvaluation"] = "only from before the day of the order: {0}",
        ["exclude"] = "not: {0}",
        ["siteIn"] = "these body sites count too: {0}",
        ["siteLevels"] = "levels of the spine among them: {0}",
        ["absent"] = "where nothing is on file, the result is: {0}",
        ["level"] = "distinguished by: {0}",
        ["sameLevel"] = "a value for a level outside the order leaves the question open: {0}",
        ["moreThan"] = "more than: {0}",
        ["minTrial"] = "taken for at least: {0}",
        ["assumedDays"] = "a drug that states no length is taken for: {0}",
        ["minDays"] = "lasting at least: {0}",
        ["fullDays"] = "called full from: {0}",
        ["clusterGap"] = "longest pause: {0}",
        ["window"] = "readings are compared over: {0}",
        ["minGrades"] = "a worsening by at least this many grades: {0}",
        ["newOnset"] = "new means it began within: {0}",
        ["severeTo"] = "severe means a grade of at most: {0}",
        ["deficitTo"] = "a deficit means a grade of at most: {0}",
        ["maxPlausible"] = "values above this are ignored as implausible: {0}",
        ["progressive"] = "worse: {0}",
        ["stable"] = "stable: {0}",
        ["improving"] = "better: {0}",
        ["notMetReason"] = "when not met, the reason given is: {0}",
        ["unit"] = "in the unit: {0}",
        ["metAbove"] = "met above: {0}",
        ["metFrom"] = "met from: {0}",
        ["metTo"] = "met up to: {0}",
        ["metBoolean"] = "met by the answer {0}",
        ["metCodes"] = "met by: {0}",
        ["metValues"] = "met by: {0}",
        ["otherValues"] = "not met by: {0}",
        ["ordinals"] = "grades are read from: {0}",
        ["indeterminateAbove"] = "borderline above: {0}",
        ["absolute"] = "the sign is ignored: {0}",
        ["status"] = "only with the status: {0}",
        ["statusReasonIn"] = "only with a coded reason for the status: {0}",
        ["metAny"] = "any number that can be read: {0}",
        ["statusReasonWords"] = "a reason in words suffices: {0}",
        ["history"] = "resolved ones too: {0}",
        ["inProgress"] = "ones still in progress too: {0}",
        ["needsReason"] = "only for a reason in: {0}",
        ["undated"] = "a record without a date: {0}",
        ["after"] = "only after: {0}",
        ["afterDays"] = "later by at least: {0}",
        ["reason"] = "reason given: {0}",
        ["setOpens"] = "the question is open when these records could not be read: {0}",
        ["doubts"] = "applies: {0}",
        ["text"] = "the words: {0}",
        ["excludeText"] = "not with the words: {0}",
        ["unreadText"] = "with text that is not read: {0}",
        ["unresolved"] = "whose drug is in no list: {0}",
        ["names"] = "whose words, if it has any, name one of: {0}",
        ["graceDays"] = "silenced by a value that is older by at most: {0}",
        ["bodySite"] = "body site: {0}",
        ["unstatedCounts"] = "a record without a body site counts: {0}",
        ["siteNamesPart"] = "the body site may be one that is in no list, such as a muscle: {0}",
        ["uncodedDoubts"] = "a record without a code that the rules read leaves the question open: {0}",
    };

    // Extensions of a part that are not settings.
    private static readonly string[] Others = ["role", "enabledWhen", "list", "valueSet"];

    private static readonly Dictionary<string, string> Codes = new(StringComparer.Ordinal)
    {
        ["bodySite stated"] = "the code says it",
        ["bodySite any"] = "does not matter",
        ["bodySite neutral"] = "the code does not say it; a recorded site or reason decides",
        ["doubts always"] = "whenever it would be not met",
        ["doubts nothing-found"] = "only when nothing counts",
        ["doubts not-documented"] = "only when there is no record of any kind",
        ["undated counts"] = "counts",
        ["undated doubts"] = "leaves the question open",
        ["absent not-met"] = "not met",
    };

    /// <summary>Describes each setting of a criterion or an input in the plan's order, except <c>from</c>, which the caller describes.</summary>
    /// <param name="parts">The extensions that contain the settings.</param>
    public IReadOnlyList<PlainSetting> Of(IEnumerable<Extension?> parts)
    {
        var settings = parts.OfType<Extension>().SelectMany(part => part.Extension).Where(setting => !Others.Contains(setting.Url, StringComparer.Ordinal)).ToList();
        var unit = settings.Find(setting => setting.Url is "unit")?.Value.AsText();
        return
        [
            .. settings
                .GroupBy(setting => setting.Url ?? string.Empty, StringComparer.Ordinal)
                .Where(setting => setting.Key is not ("from" or "unit"))
                .Select(setting => Of(setting.Key, [.. setting], UnitOf(setting.Key, unit))),
        ];
    }

    /// <summary>Determines whether a setting has a label.</summary>
    public static bool HasLabel(string setting) => setting is "from" or "unit" || Labels.ContainsKey(setting);

    private static string? UnitOf(string name, string? unit) => name switch
    {
        "metAbove" or "metFrom" or "metTo" or "indeterminateAbove" or "maxPlausible" => unit,
        "maxGap" or "nearMissDays" or "afterDays" or "graceDays" => "d",
        _ => null,
    };

    private PlainSetting Of(string name, IReadOnlyList<Extension> values, string? unit)
    {
        var label = Labels.GetValueOrDefault(name, name + ": {0}");
        if (values[0].Value is Id { Value: { } parameterName })
        {
            return plan.Rules.Parameters.Find(parameterName) is { } parameter
                ? new PlainSetting(name, label, ParameterText.Value(parameter), parameter.Name, ParameterText.Range(parameter), [])
                : new PlainSetting(name, label, parameterName, Parameter: null, Range: null, []);
        }

        var valueSets = values.Select(value => (value.Value as Canonical)?.Value).OfType<string>().Select(plan.ValueSet).ToList();
        return new PlainSetting(name, label, Wording.Join([.. values.Select(value => Of(name, value, unit))], "or"), Parameter: null, Range: null, valueSets);
    }

    private string Of(string name, Extension extension, string? unit)
    {
        switch (extension.Value)
        {
            case FhirBoolean flag:
                return Words.YesNo(flag.Value is true);
            case Quantity quantity:
                return Amount.InWords(quantity.Value ?? 0, quantity.Code);
            case Canonical canonical:
                return plan.ValueSet(canonical.Value ?? string.Empty).Text;
            case { } value when value.AsNumber() is { } number:
                return Amount.InWords(number, unit);
            default:
                var text = extension.Value.AsText() ?? string.Empty;
                return name switch
                {
                    "after" => plan.Tree.TitleOf(text),
                    "reason" or "notMetReason" => plan.Reason(text),
                    _ => Codes.GetValueOrDefault($"{name} {text}", text),
                };
        }
    }
}
