using CdsHooks.Fhir.Reading;
using Hl7.Fhir.Model;
using Duration = CdsHooks.Decision.Criteria.Results.Duration;

namespace CdsHooks.Decision.Plan;

/// <summary>Reads the settings of a criterion or input from its sub-extensions, resolves parameters and reports misuse.</summary>
internal sealed class SettingsReader
{
    // Sub-extensions that are no settings.
    private static readonly string[] NonSettings = ["role", "enabledWhen", "list", "valueSet"];

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
                if (!_settings.TryAdd(setting.Key ?? string.Empty, [.. setting]))
                {
                    load.AddIssue(setting.First(), $"The setting {setting.Key} is given twice.");
                }
            }
        }
    }

    public Base Owner => _owner;

    public bool Has(string name) => _settings.ContainsKey(name);

    public decimal? Number(string name)
    {
        if (Resolve(name) is not { } found)
        {
            return null;
        }

        if (found.Parameter is { Type: ParameterType.Integer or ParameterType.Decimal } parameter)
        {
            return parameter.Value.Number;
        }

        var number = found.Value is Hl7.Fhir.Model.Quantity quantity ? quantity.Value : found.Value.AsNumber();
        return number ?? Report<decimal?>(found.Setting, $"{name} must be a number.");
    }

    public int? Count(string name)
    {
        var number = Number(name);
        if (number is null || (number >= 0 && decimal.Truncate(number.Value) == number && number < 100_000))
        {
            return (int?)number;
        }

        return Report<int?>(_settings[name][0], $"{name} must be a whole number, 0 or more.");
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
            : Report<Duration?>(found.Setting, $"{name} must be a whole number of d, wk, mo or a.");
    }

    public bool? Flag(string name)
    {
        if (Resolve(name) is not { } found)
        {
            return null;
        }

        if (found.Parameter is { Type: ParameterType.Boolean } parameter)
        {
            return parameter.Value.IsTrue;
        }

        return found.Value.AsFlag() ?? Report<bool?>(found.Setting, $"{name} must be a boolean.");
    }

    /// <summary>Reads a setting that is a value set, or <c>true</c> for any code.</summary>
    /// <returns>The value set's index; -1 for <c>true</c> and where the setting is absent.</returns>
    public int ValueSetOrTrue(string name)
    {
        if (!IsFlag(name))
        {
            return ValueSet(name) ?? -1;
        }

        if (Flag(name) is false)
        {
            _load.AddIssue(_settings[name][0], $"{name} must be a value set or true.");
        }

        return -1;
    }

    /// <summary>True when the setting is present and a boolean.</summary>
    private bool IsFlag(string name) =>
        _settings.TryGetValue(name, out var settings) && settings[0].Value.AsFlag() is not null;

    public string? Code(string name, params ReadOnlySpan<string> allowed)
    {
        var codes = Codes(name);
        if (codes is null)
        {
            return null;
        }

        if (codes.Count == 1 && (allowed.IsEmpty || allowed.Contains(codes[0])))
        {
            return codes[0];
        }

        var expected = allowed.IsEmpty ? "one code" : "one of " + string.Join(", ", allowed.ToArray());
        return Report<string?>(_settings[name][0], $"{name} must be {expected}.");
    }

    public IReadOnlyList<string>? Codes(string name)
    {
        if (ResolveAll(name) is not { } found)
        {
            return null;
        }

        if (found.Parameter is { Type: ParameterType.Code or ParameterType.Codes } parameter)
        {
            return parameter.Value.Codes;
        }

        List<string?> codes = [.. _settings[name].Select(setting => setting.Value.AsText())];
        return found.Parameter is null && codes.Count > 0 && codes.TrueForAll(code => code is { Length: > 0 })
            ? codes.ConvertAll(code => code!)
            : Report<IReadOnlyList<string>?>(found.Setting, $"{name} must be one or more codes.");
    }

    /// <summary>Reads a unit that values can be converted to; null when it is absent or invalid.</summary>
    public string? Unit(string name)
    {
        var unit = Code(name);
        return unit is null || Ucum.IsKnown(unit)
            ? unit
            : Report<string?>(_settings[name][0], $"{name} must be a UCUM unit that values can be converted to, such as mm, deg, wk, % or {{score}}.");
    }

    /// <summary>Finds the index of the value set of a setting; null when it is absent or invalid.</summary>
    public int? ValueSet(string name)
    {
        if (Resolve(name) is not { } found)
        {
            return null;
        }

        return found.Value.AsText() is { } canonical
            ? _load.ValueSet(canonical, found.Setting)
            : Report<int?>(found.Setting, $"{name} must be the canonical of a value set.");
    }

    public T? Required<T>(string name, T? value)
        where T : struct
    {
        if (value is null && !Has(name))
        {
            _load.AddIssue(_owner, $"The setting {name} is missing.");
        }

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

        if (_load.Parameters.Find(parameterName ?? string.Empty) is { } parameter)
        {
            _load.ParametersRead.Add(parameter.Name);
            return (setting, null, parameter);
        }

        _load.AddIssue(setting, "The plan declares no parameter with this name.");
        return null;
    }

    private T? Report<T>(Extension setting, string message)
    {
        _load.AddIssue(setting, message);
        return default;
    }
}
