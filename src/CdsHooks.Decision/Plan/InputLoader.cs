using CdsHooks.Decision.Criteria.Matching;
using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Evidence;
using Hl7.Fhir.Model;
using Hl7.Fhir.Utility;

namespace CdsHooks.Decision.Plan;

/// <summary>Compiles one input of a criterion.</summary>
internal sealed class InputLoader(LoadContext load, PlanBodySites bodySites)
{
    private static readonly Dictionary<(string Type, string Path), EvidencePath> Paths = new()
    {
        [("Condition", "code")] = EvidencePath.Code,
        [("Observation", "code")] = EvidencePath.Code,
        [("Observation", "value")] = EvidencePath.Value,
        [("Procedure", "code")] = EvidencePath.Code,
        [("Procedure", "category")] = EvidencePath.Category,
        [("Encounter", "type")] = EvidencePath.Code,
        [("Encounter", "participant")] = EvidencePath.Participant,
        [("Encounter", "class")] = EvidencePath.Category,
        [("ServiceRequest", "code")] = EvidencePath.Code,
        [("ServiceRequest", "reason")] = EvidencePath.Reason,
        [("DiagnosticReport", "code")] = EvidencePath.Code,
        [("DiagnosticReport", "conclusion")] = EvidencePath.Value,
        [("MedicationRequest", "medication")] = EvidencePath.Code,
        [("MedicationStatement", "medication")] = EvidencePath.Code,
        [("AllergyIntolerance", "code")] = EvidencePath.Code,
        [("QuestionnaireResponse", "item")] = EvidencePath.Code,
        [("CarePlan", "activity")] = EvidencePath.Code,
    };

    private static readonly Dictionary<string, InputRole> Roles =
        Enum.GetValues<InputRole>().ToDictionary(role => ReasonCodes.Kebab(role.ToString()), StringComparer.Ordinal);

    /// <summary>Compiles an input; null when it is invalid or not enabled.</summary>
    public EvidenceInput? Load(PlanInput node, string kind)
    {
        var settings = new SettingsReader(node.Element, node.Parts, load);
        var input = Compile(node, settings, kind);
        settings.ReportUnknown();
        return node.Parts.Aggregate(true, (enabled, part) => load.IsInputEnabled(part) && enabled) ? input : null;
    }

    private EvidenceInput? Compile(PlanInput input, SettingsReader settings, string kind)
    {
        var node = input.Element;
        var type = input.Requirement.Type?.GetLiteral() ?? string.Empty;
        var fromDrafts = (settings.Code("from", "chart", "draft-orders") ?? (kind is "order" or "levels" ? "draft-orders" : "chart")) is "draft-orders";
        if (!Roles.TryGetValue(input.Role, out var role))
        {
            return load.Reject<EvidenceInput>(node, $"The role of an input must be one of {string.Join(", ", Roles.Keys)}.");
        }

        if (KindOf(type, fromDrafts) is not { } evidence)
        {
            return load.Reject<EvidenceInput>(
                node, fromDrafts ? "Only ServiceRequest can be read from the draft orders." : "Rules cannot read this resource type.");
        }

        var compiled = Create(settings, kind, (type, evidence, role), Filters(input, type));
        RequireAnyOf(settings, "names", "unresolved");
        load.Require(
            compiled is not { TakesWordsAsStatusReason: true, StatusReasonIn: >= 0, Denials.Count: 0 },
            node,
            "statusReasonWords with a value set needs the plan's plan-denials: without them a denied reason is read as the reason itself.");
        load.Require(
            compiled.Filters.Length > 0 || compiled.Words.Count > 0 || compiled.IsForUnresolved || compiled.IsForUnreadText,
            node,
            "An input needs a code filter, or words to search for.");
        return compiled;
    }

    /// <summary>Gets the names of a value set's members in lower case, to search for in texts.</summary>
    private string[] Names(int? valueSet) =>
        valueSet is >= 0 and var index ? [.. load.Terminology.Names(index).Select(name => name.ToLowerInvariant()).Distinct(StringComparer.Ordinal)] : [];

    private EvidenceInput Create(
        SettingsReader settings, string kind, (string Type, EvidenceKind Kind, InputRole Role) what, List<(EvidencePath Path, int ValueSet)> filters) =>
        new EvidenceInput
        {
            Kind = what.Kind,
            Role = what.Role,
            Filters = [.. filters],
            ReadsReason = filters.Exists(filter => filter.Path is EvidencePath.Reason),
            OnlyOwnOrders = what.Kind is EvidenceKind.DraftOrder && kind is not "order" && filters.Exists(filter => filter.Path is EvidencePath.Reason),
            BodySite = BodySite(settings),
            Dates = Dates(settings),
            Statuses = settings.Codes("status") ?? [],
            NeedsStatusReason = settings.Has("statusReasonIn"),
            TakesWordsAsStatusReason = settings.Flag("statusReasonWords") is true,
            StatusReasonIn = settings.ValueSetOrTrue("statusReasonIn"),
            StatusReasonNames = settings.Flag("statusReasonWords") is true ? Names(settings.ValueSetOrTrue("statusReasonIn")) : [],
            Denials = load.Denials,
            CountsHistory = settings.Flag("history") is true,
            CountsInProgress = settings.Flag("inProgress") is true,
            NeedsReasonIn = settings.ValueSet("needsReason") ?? -1,
            GivenReason = GivenReason(settings),
            SetOpens = settings.Flag("setOpens") is not false,
            DoubtScope = settings.Choice<DoubtScope>("doubts"),
            Words = Lowered(settings, "text"),
            ExcludedWords = Lowered(settings, "excludeText"),
            IsForUnresolved = settings.Flag("unresolved") is true,
            Names = Names(settings.ValueSet("names")),
            IsForUnreadText = settings.Flag("unreadText") is true,
            DoubtsUncoded = settings.Flag("uncodedDoubts") is true,
            Exclude = settings.ValueSet("exclude") ?? -1,
            Performers = settings.ValueSet("performers") ?? -1,
            NeedsPerformer = settings.Flag("needsPerformer") is true,
            NeedsUnit = kind is "events" && what.Type is "Observation" ? settings.Unit("unit") : null,
            MaxPlausible = kind is "events" && what.Type is "Observation" ? settings.Number("maxPlausible") : null,
            GraceDays = settings.Count("graceDays"),
            Threshold = kind is "measurement" && what.Role is InputRole.Counts ? Threshold(settings) : null,
        };

    private static string[] Lowered(SettingsReader settings, string name) =>
        [.. (settings.Codes(name) ?? []).Select(word => word.ToLowerInvariant())];

    private BodySiteFilter BodySite(SettingsReader settings) => new()
    {
        BodySites = bodySites,
        BodySiteRule = settings.Choice<InputBodySite>("bodySite"),
        SiteIn = settings.ValueSet("siteIn") ?? -1,
        SiteLevels = Levels(settings),
        UnstatedCounts = settings.Flag("unstatedCounts") is true,
        SiteNamesPart = settings.Flag("siteNamesPart") is true,
        SameBodySite = settings.Flag("sameBodySite") is true,
        RequiresReason = settings.Flag("requireReason") is true,
    };

    private string Levels(SettingsReader settings)
    {
        var letters = settings.Codes("siteLevels") ?? [];
        load.Require(letters.All(letter => letter is "C" or "T" or "L" or "S"), settings.Owner, "siteLevels must be letters of vertebrae: C, T, L, S.");
        RequireAnyOf(settings, "siteLevels", "siteIn");
        return string.Concat(letters);
    }

    private static DateFilter Dates(SettingsReader settings)
    {
        var lookback = settings.Duration("lookback");
        var minAge = settings.Duration("minAge");
        return new DateFilter
        {
            Lookback = lookback,
            MinAge = minAge,
            UndatedCounts = settings.Code("undated", "counts", "doubts") is { } undated ? undated is "counts" : lookback is null && minAge is null,
            OnlyBeforeEvaluationDate = settings.Flag("beforeEvaluation") is true,
            After = settings.Code("after"),
            AfterDays = settings.Count("afterDays") ?? 0,
        };
    }

    private static EvidenceKind? KindOf(string type, bool fromDrafts) => fromDrafts
        ? type is "ServiceRequest" ? EvidenceKind.DraftOrder : null
        : PrefetchKeys.All
            .Where(key => key.Kind is not EvidenceKind.Patient && string.Equals(key.ResourceType, type, StringComparison.Ordinal))
            .Select(key => (EvidenceKind?)key.Kind)
            .FirstOrDefault();

    private List<(EvidencePath Path, int ValueSet)> Filters(PlanInput input, string type)
    {
        List<(EvidencePath Path, int ValueSet)> filters = [];
        foreach (var filter in input.Requirement.CodeFilter)
        {
            var path = filter.Path ?? string.Empty;
            if (!Paths.TryGetValue((type, path), out var known))
            {
                var allowed = Paths.Keys.Where(key => string.Equals(key.Type, type, StringComparison.Ordinal)).Select(key => key.Path);
                load.AddIssue(filter, $"A filter on {type} must have one of the paths {string.Join(", ", allowed)}.");
            }
            else if (input.ValueSetOf(filter) is not { Length: > 0 } canonical)
            {
                load.AddIssue(input.Uses.Count == 0 ? filter : input.Element, "A filter needs a valueSet, in the filter or where the list is used.");
            }
            else if (load.ValueSet(canonical, (Base?)filter.ValueSetElement ?? input.Element) is { } index)
            {
                filters.Add((known, index));
            }
        }

        return filters;
    }

    private Reason? GivenReason(SettingsReader settings) => settings.Code("reason") is not { } code ? null
        : ReasonCodes.TryParse(code, out Reason reason) ? reason
        : load.Reject<Reason?>(settings.Owner, $"The reason must be one of {string.Join(", ", ReasonCodes.All)}.");

    private MeasureThreshold Threshold(SettingsReader settings)
    {
        var threshold = new MeasureThreshold
        {
            Unit = settings.Unit("unit"),
            MetAbove = settings.Number("metAbove"),
            MetFrom = settings.Number("metFrom"),
            MetTo = settings.Number("metTo"),
            IndeterminateAbove = settings.Number("indeterminateAbove"),
            MaxPlausible = settings.Number("maxPlausible"),
            IsAbsolute = settings.Flag("absolute") is true,
            MetBoolean = settings.Flag("metBoolean"),
            MetAny = settings.Flag("metAny") is true,
            MetCodes = settings.Codes("metCodes"),
            MetValues = settings.ValueSet("metValues") ?? -1,
            OtherValues = settings.ValueSet("otherValues") ?? -1,
            Ordinals = settings.ValueSet("ordinals") ?? -1,
        };
        var tests = new[]
        {
            settings.Has("metAbove"), settings.Has("metFrom"), settings.Has("metTo"), settings.Has("metBoolean"), settings.Has("metAny"),
            settings.Has("metCodes") || settings.Has("metValues"),
        };
        load.Require(
            tests.Count(test => test) == 1,
            settings.Owner,
            "A measurement input must have exactly one of metAbove, metFrom, metTo, metBoolean, metAny, or metCodes and metValues.");
        RequireAnyOf(settings, "indeterminateAbove", "metAbove");
        RequireAnyOf(settings, "otherValues", "metCodes", "metValues");
        return threshold;
    }

    private void RequireAnyOf(SettingsReader settings, string name, params string[] others) => load.Require(
        !settings.Has(name) || others.Any(settings.Has), settings.Owner, $"{name} has a meaning only together with {string.Join(" or ", others)}.");
}
