using CdsHooks.Fhir.Reading;
using Hl7.Fhir.Model;

namespace CdsHooks.Decision.Plan;

/// <summary>Reads the parameters of a plan from its contained Libraries, applies site parameters and checks the <c>plan-limit</c> extensions.</summary>
internal sealed class ParameterReader(KnowledgeResource plan, IssueList issues)
{
    private readonly PlanDefinition _definition = (PlanDefinition)plan.Resource;
    private readonly List<PlanParameter> _parameters = [];

    public ParameterSet Read(KnowledgeResource? siteParameters)
    {
        foreach (var declaration in _definition.Contained.OfType<Library>().SelectMany(library => library.Parameter))
        {
            Declare(declaration);
        }

        if (siteParameters is not null)
        {
            Apply(siteParameters);
        }

        CheckLimits();
        return new ParameterSet(_parameters);
    }

    /// <summary>Reads one value of a parameter's type from a <c>value[x]</c>.</summary>
    private static ParameterValue? ReadValue(ParameterType type, List<DataType?> values) => type switch
    {
        _ when values.Count == 0 => null,
        ParameterType.Integer or ParameterType.Decimal => values[0].AsNumber() is { } number ? ParameterValue.Of(number) : null,
        ParameterType.Boolean => values[0].AsFlag() is { } flag ? ParameterValue.Of(flag) : null,
        ParameterType.Code when values.Count > 1 => null,
        _ => values.TrueForAll(value => value.AsText() is not null) ? ParameterValue.Of([.. values.Select(value => value.AsText()!)]) : null,
    };

    private static ParameterType? TypeOf(ParameterDefinition declaration) => declaration.Type switch
    {
        FHIRAllTypes.Integer => ParameterType.Integer,
        FHIRAllTypes.Decimal => ParameterType.Decimal,
        FHIRAllTypes.Boolean => ParameterType.Boolean,
        FHIRAllTypes.Code => declaration.Max is "*" ? ParameterType.Codes : ParameterType.Code,
        _ => null,
    };

    private void Declare(ParameterDefinition declaration)
    {
        var site = declaration.Named("site-parameter");
        var defaults = site.AllNamed("default").Select(extension => extension.Value).ToList();
        if (declaration.Name is not { Length: > 0 } name || TypeOf(declaration) is not { } type || ReadValue(type, defaults) is not { } value)
        {
            issues.Add(plan, declaration, "A parameter needs a name, a type (integer, decimal, boolean or code) and a site-parameter with a default of that type.");
            return;
        }

        var parameter = new PlanParameter(
            name,
            type,
            value,
            value,
            site.Named("minimum")?.Value.AsNumber(),
            site.Named("maximum")?.Value.AsNumber(),
            [.. site.AllNamed("allowed").Select(allowed => allowed.Value.AsText() ?? string.Empty)],
            site.Text("unit"),
            declaration.Documentation ?? string.Empty);
        CheckDeclaration(declaration, parameter);
        _parameters.Add(parameter);
    }

    private void CheckDeclaration(ParameterDefinition declaration, PlanParameter parameter)
    {
        var isNumber = parameter.Type is ParameterType.Integer or ParameterType.Decimal;
        if (_parameters.Exists(other => string.Equals(other.Name, parameter.Name, StringComparison.Ordinal)))
        {
            issues.Add(plan, declaration, $"The parameter {parameter.Name} is declared twice.");
            _parameters.RemoveAll(other => string.Equals(other.Name, parameter.Name, StringComparison.Ordinal));
        }

        if (parameter.Name is SiteTexts.EntryName)
        {
            issues.Add(plan, declaration, $"No parameter can be called {SiteTexts.EntryName}: site parameters change texts under that name.");
        }

        if (parameter.Meaning.Length == 0)
        {
            issues.Add(plan, declaration, $"The parameter {parameter.Name} needs a documentation: a sentence for the person who configures it.");
        }

        var issue = parameter switch
        {
            _ when isNumber && (parameter.Minimum is null || parameter.Maximum is null || parameter.Minimum > parameter.Maximum) =>
                $"The parameter {parameter.Name} needs a minimum and a maximum, in that order.",
            { Type: ParameterType.Code or ParameterType.Codes, Allowed.Count: 0 } => $"The parameter {parameter.Name} needs its allowed codes.",
            { Unit: { } unit } when unit.Length == 0 || !Ucum.IsKnown(unit) =>
                $"The unit of the parameter {parameter.Name} must be a UCUM code such as d, wk, mo, a, mm, deg or %.",
            _ => parameter.IssueOf(parameter.Default) is { } found ? "The default is not allowed: " + found : null,
        };
        if (issue is not null)
        {
            issues.Add(plan, declaration, issue);
        }
    }

    private void Apply(KnowledgeResource siteParameters)
    {
        var named = ((Parameters)siteParameters.Resource).Parameter.Where(entry => !string.IsNullOrEmpty(entry.Name) && !SiteTexts.IsText(entry));
        foreach (var entries in named.GroupBy(entry => entry.Name!, StringComparer.Ordinal))
        {
            Apply(siteParameters, entries.Key, [.. entries]);
        }
    }

    private void Apply(KnowledgeResource siteParameters, string name, List<Parameters.ParameterComponent> entries)
    {
        var index = _parameters.FindIndex(parameter => string.Equals(parameter.Name, name, StringComparison.Ordinal));
        if (index < 0)
        {
            issues.Add(siteParameters, entries[0], $"The plan declares no parameter {name}.");
            return;
        }

        var parameter = _parameters[index];
        if (ReadValue(parameter.Type, entries.ConvertAll(entry => entry.Value)) is not { } value
            || (parameter.Type is not ParameterType.Codes && entries.Count > 1))
        {
            issues.Add(siteParameters, entries[0], $"{name} must be {(parameter.Type is ParameterType.Codes ? "one or more codes" : "one " + TypeName(parameter.Type))}.");
        }
        else if (parameter.IssueOf(value) is { } issue)
        {
            issues.Add(siteParameters, entries[0], issue);
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

    private void CheckLimits()
    {
        foreach (var limit in _definition.AllNamed("plan-limit"))
        {
            var lower = Find(limit.Text("lower"));
            var upper = Find(limit.Text("upper"));
            if (lower is null || upper is null)
            {
                issues.Add(plan, limit, "A limit needs lower and upper, each the name of a numeric parameter.");
            }
            else if (lower.Value.Number > upper.Value.Number)
            {
                issues.Add(plan, limit, $"{lower.Name} ({lower.Text}) must not exceed {upper.Name} ({upper.Text}). {limit.Text("meaning")}".TrimEnd());
            }
        }
    }

    private PlanParameter? Find(string? name) => _parameters.Find(parameter =>
        string.Equals(parameter.Name, name, StringComparison.Ordinal)
        && parameter.Type is (ParameterType.Integer or ParameterType.Decimal));
}
