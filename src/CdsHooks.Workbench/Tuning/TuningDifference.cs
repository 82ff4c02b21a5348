using CdsHooks.Decision.Plan;

namespace CdsHooks.Workbench.Tuning;

/// <summary>What one tuning changes compared with another one, in words.</summary>
/// <param name="Part">The part of the rules that it changes.</param>
/// <param name="Subject">The name of what is changed: a parameter, a value set, a code or an action.</param>
/// <param name="Before">The former state; empty for none.</param>
/// <param name="After">The new state; empty for none.</param>
internal sealed record TuningDifference(TunedPart Part, string Subject, string Before, string After)
{
    private const string NotIn = "not in it";
    private const string In = "in it";

    /// <summary>Gets a key by which the difference can be undone: the parameter, the codes or the text that it is about.</summary>
    public required string Key { get; init; }

    /// <summary>Lists the differences, values first.</summary>
    /// <param name="before">The one tuning.</param>
    /// <param name="after">The other tuning.</param>
    /// <param name="declared">The parameters of the plan.</param>
    /// <param name="titleOf">Gets the title of a value set by its canonical URL.</param>
    /// <param name="valueOf">Writes a value of a parameter with its unit.</param>
    public static IReadOnlyList<TuningDifference> Between(
        SiteTuning before, SiteTuning after, ParameterSet declared, Func<string, string> titleOf, Func<PlanParameter, ParameterValue, string> valueOf)
    {
        List<TuningDifference> all = [];
        foreach (var parameter in declared.All)
        {
            var (from, to) = (ValueIn(before, parameter), ValueIn(after, parameter));
            if (!TypedValue.AreSame(parameter.Type, from, to))
            {
                all.Add(new TuningDifference(TunedPart.Value, parameter.Name, valueOf(parameter, from), valueOf(parameter, to)) { Key = parameter.Name });
            }
        }

        AddCodes(all, after.Added.ExceptBy(before.Added.Select(code => code.Key), code => code.Key), titleOf, NotIn, In);
        AddCodes(all, before.Added.ExceptBy(after.Added.Select(code => code.Key), code => code.Key), titleOf, In, NotIn);
        AddCodes(all, after.Removed.ExceptBy(before.Removed.Select(code => code.Key), code => code.Key), titleOf, In, NotIn);
        AddCodes(all, before.Removed.ExceptBy(after.Removed.Select(code => code.Key), code => code.Key), titleOf, NotIn, In);
        all.AddRange(after.Mappings.ExceptBy(before.Mappings.Select(mapping => mapping.Key), mapping => mapping.Key).Select(mapping => Map(mapping, string.Empty, TargetOf(mapping))));
        all.AddRange(before.Mappings.ExceptBy(after.Mappings.Select(mapping => mapping.Key), mapping => mapping.Key).Select(mapping => Map(mapping, TargetOf(mapping), string.Empty)));
        foreach (var key in before.Texts.Concat(after.Texts).Select(text => text.Key).Distinct())
        {
            var (from, to) = (TextIn(before, key), TextIn(after, key));
            if (!string.Equals(from, to, StringComparison.Ordinal))
            {
                all.Add(new TuningDifference(TunedPart.Text, key.ActionId, from, to) { Key = TuningToken.HashOf(key.ActionId, key.Plan) });
            }
        }

        return all;
    }

    /// <summary>Takes one difference back.</summary>
    /// <param name="after">The tuning with the difference.</param>
    /// <param name="before">The tuning without it.</param>
    /// <returns>The tuning without it, and with all others.</returns>
    public SiteTuning Undone(SiteTuning after, SiteTuning before)
    {
        switch (Part)
        {
            case TunedPart.Value:
                SortedDictionary<string, ParameterValue> values = new(after.Values.ToDictionary(StringComparer.Ordinal), StringComparer.Ordinal);
                values.Remove(Key);
                if (before.Values.TryGetValue(Key, out var value))
                {
                    values[Key] = value;
                }

                return after with { Values = values };
            case TunedPart.Code:
                return after with { Added = Back(after.Added, before.Added, KeyOf), Removed = Back(after.Removed, before.Removed, KeyOf) };
            case TunedPart.Map:
                return after with { Mappings = Back(after.Mappings, before.Mappings, KeyOf) };
            default:
                return after with { Texts = Back(after.Texts, before.Texts, text => TuningToken.HashOf(text.ActionId, text.Plan)) };
        }
    }

    private List<T> Back<T>(IReadOnlyList<T> after, IReadOnlyList<T> before, Func<T, string> keyOf) =>
        [.. after.Where(item => !string.Equals(keyOf(item), Key, StringComparison.Ordinal)), .. before.Where(item => string.Equals(keyOf(item), Key, StringComparison.Ordinal))];

    private static ParameterValue ValueIn(SiteTuning tuning, PlanParameter parameter) => tuning.Values.GetValueOrDefault(parameter.Name) ?? parameter.Default;

    private static string TextIn(SiteTuning tuning, (string ActionId, string Plan) key) => tuning.Texts.FirstOrDefault(text => text.Key == key)?.Site ?? key.Plan;

    private static void AddCodes(List<TuningDifference> all, IEnumerable<SiteCode> codes, Func<string, string> titleOf, string before, string after) =>
        all.AddRange(codes.Select(code => new TuningDifference(TunedPart.Code, $"{Named(code.Code, code.Display)} in {titleOf(code.ValueSet)}", before, after) { Key = KeyOf(code) }));

    private static TuningDifference Map(SiteMapping mapping, string before, string after) =>
        new(TunedPart.Map, Named(mapping.Code, mapping.Display), before, after) { Key = KeyOf(mapping) };

    private static string TargetOf(SiteMapping mapping) => $"means {Named(mapping.TargetCode, mapping.TargetDisplay)}";

    private static string Named(string code, string? display) => display is null ? code : $"{code} ({display})";

    private static string KeyOf(SiteCode code) => $"{code.ValueSet}|{code.System}|{code.Code}";

    private static string KeyOf(SiteMapping mapping) => $"{mapping.System}|{mapping.Code}|{mapping.TargetSystem}|{mapping.TargetCode}";
}

/// <summary>A part of the rules that a site changes.</summary>
internal enum TunedPart
{
    /// <summary>The value of a parameter.</summary>
    Value,

    /// <summary>A code of a value set.</summary>
    Code,

    /// <summary>A code of the site's own that means one of the rules.</summary>
    Map,

    /// <summary>A text.</summary>
    Text,
}
