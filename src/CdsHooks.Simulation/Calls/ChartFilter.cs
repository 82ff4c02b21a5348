using System.Collections.Frozen;
using System.Text;
using System.Text.Json;
using CdsHooks.Fhir.Terminology;
using CdsHooks.Workbench;

namespace CdsHooks.Simulation.Calls;

/// <summary>Names the patients of a what-if: by their ids, and by codes in their charts. All conditions must hold.</summary>
/// <param name="patients">The ids of patients; null for any.</param>
/// <param name="conditions">The conditions about the chart.</param>
/// <param name="terminology">The value sets that conditions name.</param>
internal sealed class ChartFilter(IEnumerable<string>? patients, IReadOnlyList<ChartCondition> conditions, TerminologyIndex terminology)
{
    private readonly FrozenSet<string>? _patients = patients?.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Determines whether the filter names a patient.</summary>
    /// <param name="patientId">The patient.</param>
    /// <param name="resources">The chart.</param>
    /// <exception cref="JsonException">A resource that may decide is not JSON.</exception>
    public bool Names(string patientId, IReadOnlyList<ReadOnlyMemory<byte>> resources) =>
        _patients?.Contains(patientId) is not false && conditions.All(condition => resources.Any(resource => condition.Holds(resource, terminology)));
}

/// <summary>A condition that one resource of the chart must meet, in the form of a FHIR search: <c>Condition?code=system|code</c>.</summary>
internal sealed class ChartCondition
{
    private const string InValueSet = "code:in";

    /// <summary>The types that FHIR R4 has the search parameter <c>code</c> for, with the element that it stands for.</summary>
    private static readonly Dictionary<string, string> Elements = new(StringComparer.Ordinal)
    {
        ["AllergyIntolerance"] = "code",
        ["Condition"] = "code",
        ["DiagnosticReport"] = "code",
        ["MedicationRequest"] = "medicationCodeableConcept",
        ["MedicationStatement"] = "medicationCodeableConcept",
        ["Observation"] = "code",
        ["Procedure"] = "code",
        ["ServiceRequest"] = "code",
    };

    private readonly string _type;
    private readonly byte[] _quotedType;
    private readonly string? _valueSet;
    private readonly IReadOnlyList<(string System, string Code)> _codes;

    private ChartCondition(string type, string? valueSet, IReadOnlyList<(string System, string Code)> codes)
    {
        _type = type;
        _quotedType = Encoding.UTF8.GetBytes($"\"{type}\"");
        _valueSet = valueSet;
        _codes = codes;
    }

    /// <summary>Reads a condition.</summary>
    /// <param name="text"><c>Type?code=system|code[,system|code…]</c> or <c>Type?code:in=</c> and a value set: its canonical, or the last part of it.</param>
    /// <param name="terminology">The value sets.</param>
    /// <exception cref="InvalidInputException">The text is no such condition, or the rules have no such value set.</exception>
    public static ChartCondition Read(string text, TerminologyIndex terminology)
    {
        if (text.Split('?', 2) is [var type, var query] && Elements.ContainsKey(type) && query.Split('=', 2) is [var name, { Length: > 0 } value])
        {
            if (name is InValueSet)
            {
                return new ChartCondition(type, CanonicalOf(value, terminology) ?? throw new InvalidInputException("The rules have no value set of this name."), []);
            }

            var codes = value.Split(',').Select(code => code.Split('|', 2)).ToList();
            if (name is "code" && codes.TrueForAll(code => code is [{ Length: > 0 }, { Length: > 0 }]))
            {
                return new ChartCondition(type, valueSet: null, [.. codes.Select(code => (code[0], code[1]))]);
            }
        }

        throw new InvalidInputException($"A filter is Type?code=system|code or Type?code:in= and a value set of the rules (its address, or the last part of it), such as Condition?code=http://snomed.info/sct|278860009. The type is one of {string.Join(", ", Elements.Keys)}.");
    }

    /// <summary>Finds a value set by its canonical, or by the last part of it where only one ends so; null for none.</summary>
    private static string? CanonicalOf(string valueSet, TerminologyIndex terminology)
    {
        if (terminology.IndexOf(valueSet) >= 0)
        {
            return valueSet;
        }

        var named = Enumerable.Range(0, terminology.ValueSetCount).Select(terminology.Canonical).Where(canonical => canonical.EndsWith($"/{valueSet}", StringComparison.Ordinal)).ToList();
        return named.Count is 1 ? named[0] : null;
    }

    /// <summary>Determines whether a resource meets the condition.</summary>
    public bool Holds(ReadOnlyMemory<byte> resource, TerminologyIndex terminology)
    {
        if (resource.Span.IndexOf(_quotedType) < 0)
        {
            return false;
        }

        using var json = JsonDocument.Parse(resource);
        return string.Equals(json.RootElement.Text("resourceType"), _type, StringComparison.Ordinal)
            && json.RootElement.TryGetProperty(Elements[_type], out var code)
            && code.Items("coding").Any(coding => coding.Text("system") is { } system && coding.Text("code") is { } own && Names(system, own, terminology));
    }

    private bool Names(string system, string code, TerminologyIndex terminology) => _valueSet is { } valueSet
        ? terminology.Lookup(system, code).Contains(terminology.IndexOf(valueSet))
        : _codes.Any(known => string.Equals(known.System, system, StringComparison.Ordinal) && string.Equals(known.Code, code, StringComparison.Ordinal));
}
