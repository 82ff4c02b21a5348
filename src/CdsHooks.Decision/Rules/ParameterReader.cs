using System.Text.Json;
using CdsHooks.Fhir;

namespace CdsHooks.Decision.Rules;

/// <summary>Reads a plan's <c>plan-parameter</c> and <c>plan-limit</c> extensions and lays a site profile over them.</summary>
internal sealed class ParameterReader(string file, FaultList faults)
{
    private readonly List<PlanParameter> _parameters = [];

    public ParameterSet Read(FhirNode plan, KnowledgeResource? siteProfile)
    {
        foreach (var declaration in plan.Extensions("plan-parameter"))
        {
            Declare(declaration);
        }

        if (siteProfile is not null)
        {
            Overlay(siteProfile);
        }

        CheckLimits(plan);
        return new ParameterSet(_parameters);
    }

    /// <summary>Reads one value of a parameter's type from a <c>value[x]</c>.</summary>
    private static ParameterValue? ReadValue(ParameterType type, List<FhirNode> values)
    {
        if (values.Count == 0)
        {
            return null;
        }

        var kind = values[0].Json.ValueKind;
        return type switch
        {
            ParameterType.Integer or ParameterType.Decimal =>
                kind is JsonValueKind.Number && values[0].AsDecimal() is { } number ? ParameterValue.Of(number) : null,
            ParameterType.Boolean =>
                kind is JsonValueKind.True or JsonValueKind.False ? ParameterValue.Of(kind is JsonValueKind.True) : null,
            ParameterType.Code when values.Count > 1 => null,
            _ => values.TrueForAll(value => value.Json.ValueKind is JsonValueKind.String)
                ? ParameterValue.Of([.. values.Select(value => value.AsString() ?? string.Empty)])
                : null,
        };
    }

    private static ParameterType? TypeOf(FhirNode declaration, FhirNode first) => first.Json.ValueKind switch
    {
        JsonValueKind.Number => declaration.Extension("default")["valueInteger"u8].Exists ? ParameterType.Integer : ParameterType.Decimal,
        JsonValueKind.True or JsonValueKind.False => ParameterType.Boolean,
        JsonValueKind.String => declaration.Extension("list").Value().Json.ValueKind is JsonValueKind.True
            ? ParameterType.Codes
            : ParameterType.Code,
        _ => null,
    };

    private static decimal? Number(FhirNode declaration, string name)
    {
        var value = declaration.Extension(name).Value();
        return value.Exists && value.Json.ValueKind is JsonValueKind.Number ? value.AsDecimal() : null;
    }

    private void Declare(FhirNode declaration)
    {
        var name = declaration.Text("name");
        var defaults = declaration.Extensions("default").Select(PlanExtensions.Value).ToList();
        if (string.IsNullOrEmpty(name) || defaults.Count == 0 || TypeOf(declaration, defaults[0]) is not { } type
            || ReadValue(type, defaults) is not { } value)
        {
            faults.Add(file, declaration, "A parameter needs a name and a default that is a number, a boolean or a code.");
            return;
        }

        var parameter = new PlanParameter(
            name,
            type,
            value,
            value,
            Number(declaration, "minimum"),
            Number(declaration, "maximum"),
            [.. declaration.Extensions("allowed").Select(allowed => allowed.Value().AsString() ?? string.Empty)],
            declaration.Text("unit"),
            declaration.Text("meaning") ?? string.Empty);
        CheckDeclaration(declaration, parameter);
        _parameters.Add(parameter);
    }

    private void CheckDeclaration(FhirNode declaration, PlanParameter parameter)
    {
        var isNumber = parameter.Type is ParameterType.Integer or ParameterType.Decimal;
        if (_parameters.Exists(other => string.Equals(other.Name, parameter.Name, StringComparison.Ordinal)))
        {
            faults.Add(file, declaration, $"The parameter {parameter.Name} is declared twice.");
            _parameters.RemoveAll(other => string.Equals(other.Name, parameter.Name, StringComparison.Ordinal));
        }

        if (parameter.Meaning.Length == 0)
        {
            faults.Add(file, declaration, $"The parameter {parameter.Name} needs a meaning: a sentence for the person who tunes it.");
        }

        if (isNumber && (parameter.Minimum is null || parameter.Maximum is null || parameter.Minimum > parameter.Maximum))
        {
            faults.Add(file, declaration, $"The parameter {parameter.Name} needs a minimum and a maximum, in that order.");
        }
        else if (parameter.Type is (ParameterType.Code or ParameterType.Codes) && parameter.Allowed.Count == 0)
        {
            faults.Add(file, declaration, $"The parameter {parameter.Name} needs its allowed codes.");
        }
        else if (parameter.Unit is { } unit && (unit.Length == 0 || !Fhir.Ucum.IsKnown(unit)))
        {
            faults.Add(file, declaration, $"The unit of the parameter {parameter.Name} must be a UCUM code such as d, wk, mo, a, mm, deg or %.");
        }
        else if (parameter.Refusal(parameter.Default) is { } refusal)
        {
            faults.Add(file, declaration, "The default is not allowed: " + refusal);
        }
    }

    private void Overlay(KnowledgeResource profile)
    {
        Dictionary<string, List<FhirNode>> byName = new(StringComparer.Ordinal);
        foreach (var entry in profile.Resource.Root.Items("parameter"u8))
        {
            var name = entry["name"u8].AsString() ?? string.Empty;
            if (!byName.TryGetValue(name, out var values))
            {
                values = [];
                byName.Add(name, values);
            }

            values.Add(entry);
        }

        foreach (var (name, entries) in byName)
        {
            Overlay(profile, name, entries);
        }
    }

    private void Overlay(KnowledgeResource profile, string name, List<FhirNode> entries)
    {
        var index = _parameters.FindIndex(parameter => string.Equals(parameter.Name, name, StringComparison.Ordinal));
        if (index < 0)
        {
            faults.Add(profile.File, entries[0], name.Length == 0 ? "A parameter needs a name." : $"The plan declares no parameter {name}.");
            return;
        }

        var parameter = _parameters[index];
        if (ReadValue(parameter.Type, [.. entries.Select(PlanExtensions.Value)]) is not { } value
            || (parameter.Type is not ParameterType.Codes && entries.Count > 1))
        {
            faults.Add(profile.File, entries[0], $"{name} takes {(parameter.Type is ParameterType.Codes ? "codes" : "one " + TypeName(parameter.Type))}.");
        }
        else if (parameter.Refusal(value) is { } refusal)
        {
            faults.Add(profile.File, entries[0], refusal);
        }
        else
        {
            _parameters[index] = parameter with { Value = value };
        }
    }

    private static string TypeName(ParameterType type) => type switch
    {
        ParameterType.Integer => "whole number",
        ParameterType.Decimal => "number",
        ParameterType.Boolean => "boolean",
        _ => "code",
    };

    private void CheckLimits(FhirNode plan)
    {
        foreach (var limit in plan.Extensions("plan-limit"))
        {
            var lower = Find(limit.Text("lower"));
            var upper = Find(limit.Text("upper"));
            if (lower is null || upper is null)
            {
                faults.Add(file, limit, "A limit needs lower and upper, each the name of a numeric parameter.");
            }
            else if (lower.Value.Number > upper.Value.Number)
            {
                faults.Add(file, limit, $"{lower.Name} ({lower.Text}) must not exceed {upper.Name} ({upper.Text}). {limit.Text("meaning")}".TrimEnd());
            }
        }
    }

    private PlanParameter? Find(string? name) => _parameters.Find(parameter =>
        string.Equals(parameter.Name, name, StringComparison.Ordinal)
        && parameter.Type is (ParameterType.Integer or ParameterType.Decimal));
}
