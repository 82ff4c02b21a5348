using CdsHooks.Decision;
using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Evidence;
using CdsHooks.Simulation.Reports;

namespace CdsHooks.Simulation.Views;

/// <summary>The inputs of every enabled criterion of a plan, with the views that have their records.</summary>
internal sealed class CriterionReading
{
    /// <summary>The file of the inputs.</summary>
    public const string File = "criteria.csv";

    /// <summary>The file of the value sets.</summary>
    public const string ValueSetFile = "value_sets.csv";

    private const string Filter = "filter";
    private const string Judgement = "judgement";
    private const string Chart = "chart";
    private const string Order = "order";

    private static readonly string[] Head =
    [
        "criterion", "title", "kind", "input", "role", "source", "resource_type", "view", "filter", "filters", "element", "value_set",
        "lookback_months", "lookback_days", "words", "is_for_unread", "parameters",
    ];

    private readonly List<(CriterionOutline Criterion, int Number, InputOutline Input)> _inputs;
    private readonly CompiledPlan _plan;

    public CriterionReading(CompiledPlan plan)
    {
        _plan = plan;
        _inputs = [.. plan.Rules.Criteria.SelectMany(criterion => plan.Rules.InputsOf(criterion.Id).Index().Select(input => (criterion, input.Index + 1, input.Item)))];
    }

    /// <summary>Lists the resource types that are read, in the order of <see cref="ElementTable"/>.</summary>
    public IReadOnlyList<ResourceElements> Types
    {
        get
        {
            var read = _inputs.Select(input => TypeOf(input.Input.Kind)).ToHashSet(StringComparer.Ordinal);

            // A type that is read brings along what its codes may be behind.
            var targets = ElementTable.All.Where(elements => read.Contains(elements.Type)).SelectMany(elements => elements.References).SelectMany(reference => reference.Targets);
            read.UnionWith(targets.ToList());
            return [.. ElementTable.All.Where(elements => read.Contains(elements.Type))];
        }
    }

    /// <summary>Lists the value sets that are read.</summary>
    public IEnumerable<string> ValueSets => _inputs
        .SelectMany(input => input.Input.Filters.Select(filter => filter.ValueSet).Concat(input.Input.FurtherValueSets))
        .Distinct(StringComparer.Ordinal)
        .Order(StringComparer.Ordinal);

    /// <summary>Makes the table of the value sets: a row for each criterion that reads one, and for what.</summary>
    public string ValueSetsToCsv() => Csv.ForDatabase(
        ["value_set", "criterion", "use"],
        _inputs
            .SelectMany(input => input.Input.Filters.Select(filter => (filter.ValueSet, input.Criterion.Id, Use: Filter))
                .Concat(input.Input.FurtherValueSets.Select(valueSet => (ValueSet: valueSet, input.Criterion.Id, Use: Judgement))))
            .Distinct()
            .OrderBy(use => use.ValueSet, StringComparer.Ordinal)
            .Select(use => new object?[] { use.ValueSet, use.Id, use.Use }));

    /// <summary>Makes the table of the inputs: a row for each value set that an element must be in.</summary>
    public string ToCsv(ViewNames names) => Csv.ForDatabase(Head, _inputs.SelectMany(input => Rows(input.Criterion, input.Number, input.Input, names)));

    private IEnumerable<object?[]> Rows(CriterionOutline criterion, int number, InputOutline input, ViewNames names)
    {
        IEnumerable<(int? Number, InputFilter? Filter)> filters = input.Filters.Count == 0 ? [(null, null)] : input.Filters.Index().Select(filter => ((int?)filter.Index + 1, (InputFilter?)filter.Item));
        foreach (var (place, filter) in filters)
        {
            yield return
            [
                criterion.Id, criterion.Title, criterion.Kind, number, input.Role, input.Kind is EvidenceKind.DraftOrder ? Order : Chart,
                TypeOf(input.Kind), names.Of(TypeOf(input.Kind), PartOf(input)), place, input.Filters.Count, filter?.Element, filter?.ValueSet,
                input.LookbackMonths, input.LookbackDays, string.Join('|', input.Words), input.IsForUnread,
                string.Join("; ", criterion.Parameters.Order(StringComparer.Ordinal).Select(WithValue)),
            ];
        }
    }

    private string WithValue(string parameter) => _plan.Rules.Parameters.Find(parameter) is { } declared
        ? $"{parameter}={declared.Text}{(declared.Unit is { } unit ? " " + unit : string.Empty)}"
        : parameter;

    private static string PartOf(InputOutline input) => input switch
    {
        { Kind: EvidenceKind.QuestionnaireResponse } => ViewNames.Item,
        { Filters.Count: 0, Words.Count: 0, Kind: not (EvidenceKind.MedicationRequest or EvidenceKind.MedicationStatement) } => ViewNames.Whole,
        _ => ViewNames.Code,
    };

    private static string TypeOf(EvidenceKind kind) => kind is EvidenceKind.DraftOrder
        ? "ServiceRequest"
        : PrefetchKeys.All.First(key => key.Kind == kind).ResourceType;
}
