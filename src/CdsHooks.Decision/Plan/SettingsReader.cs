using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Fhir.Reading;
using Hl7.Fhir.Model;
using Duration = CdsHooks.Decision.Criteria.Results.Duration;

namespace CdsHooks.Decision.Plan;

/// <summary>Reads the settings of a criterion or input from its sub-extensions, resolves parameters and reports misuse.</summary>
internal sealed class SettingsReader
{
    // Sub-extensions that are no settings.
    private static readonly string[] NonSettings = ["role", "enabledWhen", "list", "valueSet"];

    // The settings that a number found in the chart is compared with.
    private static readonly string[] Limits =
        ["minYears", "metAbove", "metFrom", "metTo", "indeterminateAbove", "minEvents", "minSpan", "nearMissDays", "nearMiss", "minTrial", "minDays", "fullDays", "moreThan"];

    private readonly Base _owner;
    private readonly LoadContext _load;
    private readonly Dictionary<string, IReadOnlyList<Extension>> _settings = new(StringComparer.Ordinal);
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);

    /// <summary>Initializes a new instance of the <see cref="SettingsReader"/> class.</summary>
    /// <param name="owner">The element to name when a setting is missing.</param>
    /// <param name="parts">The extensions with the settings; a setting in two of them is an issue.</param>
    /// <param name="load">The context of the plan.</param>
    public SettingsReader(Base owner, IEnumerable<Extension?> parts, LoadContext load)
    {
        _owner = owner;
        _load = load;
        foreach (var part in parts.OfType<Extension>())
        {
            foreach (var setting in part.Extension.Where(setting => !NonSettings.Contains(setting.Url, StringComparer.Ordinal)).GroupBy(setting => setting.Url, StringComparer.Ordinal))
            {
                load.Require(_settings.TryAdd(setting.Key ?? string.Empty, [.. setting]), setting.First(), $"The setting {setting.Key} is given twice.");
            }
        }
    }

    public Base Owner => _owner;

    public bool Has(string name) => _settings.ContainsKey(name);

    public decimal? Number(string name) => Resolve(name) is not { } found ? null
        : found.Parameter is { Type: ParameterType.Integer or ParameterType.Decimal } parameter ? parameter.Value.Number
        : (found.Value is Hl7.Fhir.Model.Quantity quantity ? quantity.Value : found.Value.AsNumber())
            ?? _load.Reject<decimal?>(found.Setting, $"{name} must be a number.");

    public int? Count(string name)
    {
        var number = Number(name);
        return number is null || (number >= 0 && decimal.Truncate(number.Value) == number && number < 100_000)
            ? (int?)number
            : _load.Reject<int?>(_settings[name][0], $"{name} must be a whole number, 0 or more.");
    }

    public Duration? Duration(string name)
    {
        if (Resolve(name) is not { } found)
        {
            return null;
        }

        var quantity = found.Value as Hl7.Fhir.Model.Quantity;
        var unit = found.Parameter is null ? quantity?.Code : found.Parameter.Unit;
        var amount = found.Parameter is null ? quantity?.Value : found.Parameter.Value.Number;
        return Criteria.Results.Duration.IsUnit(unit) && amount is >= 0 and < 100_000 && decimal.Truncate(amount.Value) == amount
            ? new Duration((int)amount.Value, unit!)
            : _load.Reject<Duration?>(found.Setting, $"{name} must be a whole number of d, wk, mo or a.");
    }

    public bool? Flag(string name) =>
        Resolve(name) is not { } found ? null
        : found.Parameter is { Type: ParameterType.Boolean } parameter ? parameter.Value.IsTrue
        : found.Value.AsFlag() ?? _load.Reject<bool?>(found.Setting, $"{name} must be a boolean.");

    /// <summary>Reads a setting that is a value set, or <c>true</c> for any code.</summary>
    /// <returns>The value set's index; -1 for <c>true</c> and where the setting is absent.</returns>
    public int ValueSetOrTrue(string name)
    {
        if (!IsFlag(name))
        {
            return ValueSet(name) ?? -1;
        }

        _load.Require(Flag(name) is not false, _settings[name][0], $"{name} must be a value set or true.");
        return -1;
    }

    /// <summary>True when the setting is present and a boolean.</summary>
    private bool IsFlag(string name) =>
        _settings.TryGetValue(name, out var settings) && settings[0].Value.AsFlag() is not null;

    public string? Code(string name, params ReadOnlySpan<string> allowed)
    {
        if (Codes(name) is not { } codes)
        {
            return null;
        }

        var expected = allowed.IsEmpty ? "one code" : "one of " + string.Join(", ", allowed.ToArray());
        return codes.Count == 1 && (allowed.IsEmpty || allowed.Contains(codes[0]))
            ? codes[0]
            : _load.Reject<string>(_settings[name][0], $"{name} must be {expected}.");
    }

    /// <summary>Reads a setting that is a member of an enumeration, in kebab case; the first member where it is absent or invalid.</summary>
    public T Choice<T>(string name)
        where T : struct, Enum
    {
        string[] codes = [.. Enum.GetNames<T>().Select(ReasonCodes.Kebab)];
        return Code(name, codes) is { } code ? Enum.GetValues<T>()[Array.IndexOf(codes, code)] : default;
    }

    public IReadOnlyList<string>? Codes(string name)
    {
        if (ResolveAll(name) is not { } found)
        {
            return null;
        }

        List<string> codes = [.. _settings[name].Select(setting => setting.Value.AsText() ?? string.Empty)];
        return found.Parameter is { Type: ParameterType.Code or ParameterType.Codes } parameter ? parameter.Value.Codes
            : found.Parameter is null && codes.TrueForAll(code => code.Length > 0) ? codes
            : _load.Reject<IReadOnlyList<string>>(found.Setting, $"{name} must be one or more codes.");
    }

    /// <summary>Reads a unit that values can be converted to; null when it is absent or invalid.</summary>
    public string? Unit(string name)
    {
        var unit = Code(name);
        return unit is null || Ucum.IsKnown(unit)
            ? unit
            : _load.Reject<string?>(_settings[name][0], $"{name} must be a UCUM unit that values can be converted to, such as mm, deg, wk, % or {{score}}.");
    }

    /// <summary>Finds the index of the value set of a setting; null when it is absent or invalid.</summary>
    public int? ValueSet(string name) =>
        Resolve(name) is not { } found ? null
        : found.Value.AsText() is { } canonical ? _load.ValueSet(canonical, found.Setting)
        : _load.Reject<int?>(found.Setting, $"{name} must be the canonical of a value set.");

    public T? Required<T>(string name, T? value)
        where T : struct
    {
        _load.Require(value is not null || Has(name), _owner, $"The setting {name} is missing.");
        return value;
    }

    /// <summary>Reports the settings that were not read.</summary>
    public void ReportUnknown()
    {
        foreach (var (name, settings) in _settings.Where(setting => !_read.Contains(setting.Key)))
        {
            _load.AddIssue(settings[0], $"There is no setting {name} here.");
        }
    }

    /// <summary>Finds a setting that has one value.</summary>
    private (Extension Setting, DataType? Value, PlanParameter? Parameter)? Resolve(string name)
    {
        if (ResolveAll(name) is not { } found)
        {
            return null;
        }

        if (_settings[name].Count > 1)
        {
            _load.AddIssue(_settings[name][1], $"The setting {name} must have one value.");
        }

        return found;
    }

    private (Extension Setting, DataType? Value, PlanParameter? Parameter)? ResolveAll(string name)
    {
        _read.Add(name);
        if (!_settings.TryGetValue(name, out var settings))
        {
            return null;
        }

        var setting = settings[0];
        if (setting.Value is not Id { Value: var parameterName })
        {
            return (setting, setting.Value, null);
        }

        if (_load.Parameters.Find(parameterName ?? string.Empty) is not { } parameter)
        {
            return _load.Reject<(Extension, DataType?, PlanParameter?)?>(setting, "The plan declares no parameter with this name.");
        }

        _load.ParametersRead.Add(parameter.Name);
        if (!Limits.Contains(name, StringComparer.Ordinal))
        {
            _load.OtherParametersRead.Add(parameter.Name);
        }

        return (setting, null, parameter);
    }
}
