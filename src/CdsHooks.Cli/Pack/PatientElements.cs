using System.Collections.Frozen;
using System.Text;
using Hl7.Fhir.Model;

namespace CdsHooks.Cli.Pack;

/// <summary>The elements of a FHIR type that name the patient whom a resource is about: those of the search parameter <c>patient</c> of R4.</summary>
/// <remarks>That is narrower than the patient compartment: a measurement made by the mother is not about her.</remarks>
internal sealed class PatientElements
{
    // A stocked device has no patient; every other resource of a type that can have one is about something else, and evidence for no one.
    private const string SharedWithoutPatient = "Device";

    private static readonly FrozenDictionary<string, PatientElements> All = ModelInfo.SearchParameters
        .Where(parameter => parameter is { Resource: not null, Type: SearchParamType.Reference } && parameter.Target?.Any(target => target.ToString() is "Patient") is true)
        .GroupBy(parameter => parameter.Resource!, StringComparer.Ordinal)
        .Select(type => (Type: type.Key, Parameter: type.FirstOrDefault(one => one.Name is "patient") ?? type.FirstOrDefault(one => one.Name is "subject")))
        .Where(type => type.Parameter is not null)
        .ToFrozenDictionary(type => type.Type, type => new PatientElements(type.Type, type.Parameter!), StringComparer.Ordinal);

    // A roster: it would go into the chart of everyone, with everyone.
    private static readonly FrozenSet<string> NeverShared = FrozenSet.Create(StringComparer.Ordinal, "Group", "Patient");

    private PatientElements(string type, SearchParamDefinition parameter)
    {
        Paths = [.. PathsOf(parameter).Select(path => path[(type.Length + 1)..].Split('.')).OrderBy(path => string.Join('.', path), StringComparer.Ordinal)];
        Utf8Paths = [.. Paths.Select(path => path.Select(Encoding.UTF8.GetBytes).ToArray())];
        IsShareable = type is SharedWithoutPatient;
    }

    /// <summary>Gets the types that are about a patient, without Patient itself.</summary>
    public static IEnumerable<string> Types => All.Keys.Order(StringComparer.Ordinal);

    /// <summary>Gets the paths of the elements below the resource, each as the names from the outermost.</summary>
    public IReadOnlyList<string[]> Paths { get; }

    /// <summary>Gets <see cref="Paths"/> in UTF-8.</summary>
    public IReadOnlyList<byte[][]> Utf8Paths { get; }

    private bool IsShareable { get; }

    /// <summary>Gets the elements of a type; null for one that is not about a patient.</summary>
    public static PatientElements? Of(string type) => All.GetValueOrDefault(type);

    /// <summary>Tells if a resource of a type that names no patient goes to those who refer to it.</summary>
    public static bool MayBeShared(string type) => All.TryGetValue(type, out var elements) ? elements.IsShareable : !NeverShared.Contains(type);

    private static IEnumerable<string> PathsOf(SearchParamDefinition parameter) =>
        (parameter.Path ?? []).Where(path => path.StartsWith(parameter.Resource + ".", StringComparison.Ordinal));
}
